import { BaseModule } from "mqant";
import type { App, ModuleSettings, Session } from "mqant";
import type { Message, parts, Receiver } from "./index.ts";

export class Mail extends BaseModule {
  override getType(): string {
    return "Mail";
  }

  override async onInit(app: App, settings: ModuleSettings): Promise<void> {
    await super.onInit(app, settings);
    this.server.registerGO("HD_Send", this.send);
    this.server.registerGO("forward", this.forward);
  }

  private send(_session: Session, message: Message): Receiver {
    return message.to;
  }

  private forward(letter: parts.Letter, to: Receiver): Message {
    return { ...letter, to };
  }
}
