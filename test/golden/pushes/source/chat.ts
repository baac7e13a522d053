import { BaseModule, Gate, Gates } from "mqant";
import type { App, ModuleSettings, Session } from "mqant";

export interface ChatMessage {
  from: string;
  text: string;
  at: Date;
}

const ON_LEAVE = "Chat/OnLeave";

export class Chat extends BaseModule {
  readonly #gates = new Gates(this);

  override getType(): string {
    return "Chat";
  }

  override async onInit(app: App, settings: ModuleSettings): Promise<void> {
    await super.onInit(app, settings);
    this.server.register("HD_Say", this.say);
  }

  private async say(session: Session, msg: { text: string }): Promise<void> {
    const message: ChatMessage = { from: session.userId, text: msg.text, at: new Date() };
    await session.send("Chat/OnChat", message);
    await session.sendNR(ON_LEAVE, { user: session.userId });
    await session.sendBatch(["1", "2"], "Chat/OnTyping", [session.userId]);
    await this.#gates.sendBatch([session], "Chat/OnMention", { by: session.userId });
    await this.#gates.sendToGroup("room:1", "Room/OnCount", 1, { except: session });
    await this.#gates.broadcast("World/OnSay", message);
  }
}

export class ChatGate extends Gate {
  override getType(): string {
    return "Gate";
  }

  async announce(text: string): Promise<void> {
    await this.broadcast("System/Notice", text);
    await this.sendToGroup("room:1", "Room/OnNotice", [text]);
    await this.sendBatch(["1"], "Gate/OnKick", { reason: text });
  }
}
