import { BaseModule } from "mqant";
import type { App, ModuleSettings, Session } from "mqant";
import type { Message as MailMessage } from "./mail-dto.ts";
import type { Message } from "./chat-dto.ts";

/** Called as something that emitted code uses. */
export interface Promise {
  promised: string;
}

export interface Thread {
  answers: Thread[];
}

/** Called as a part of the other's schema would be. */
export const ThreadSchemaShape = { flat: "flat", deep: "deep" } as const;
export type ThreadSchemaShape = keyof typeof ThreadSchemaShape;

export class Chat extends BaseModule {
  override getType(): string {
    return "Chat";
  }

  override async onInit(app: App, settings: ModuleSettings): globalThis.Promise<void> {
    await super.onInit(app, settings);
    this.server.registerGO("HD_Say", this.say);
    this.server.registerGO("forward", this.forward);
    this.server.registerGO("keep", this.keep);
    this.server.registerGO("measure", this.measure);
  }

  private say(_session: Session, message: Message): Message {
    return message;
  }

  private forward(message: Message, mail: MailMessage): MailMessage {
    return { ...mail, subject: message.text };
  }

  private keep(promise: Promise): Promise {
    return promise;
  }

  private measure({ answers }: Thread, shape: ThreadSchemaShape): boolean {
    return shape === ThreadSchemaShape.flat || answers.length > 0;
  }
}
