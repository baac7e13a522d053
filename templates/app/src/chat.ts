import { BaseModule, Gates, RpcError, type App, type ModuleSettings, type Session } from "mqant";

/** What somebody said. */
export interface Message {
  from: string;
  text: string;
  at: Date;
}

/** One room in which people talk. */
export class Chat extends BaseModule {
  readonly #gates = new Gates(this);
  readonly #members = new Map<string, Session>();

  override getType() {
    return "Chat";
  }

  override async onInit(app: App, settings: ModuleSettings) {
    await super.onInit(app, settings);
    this.server.registerGO("HD_Join", this.join); // clients may call it: HD_
    this.server.registerGO("HD_Say", this.say);
    this.server.registerGO("leave", this.leave); // modules may
  }

  /** Enters the room under a name, and tells who is there. */
  private async join(session: Session, msg: { name: string }): Promise<string[]> {
    await session.bind(msg.name);
    this.#members.set(session.sessionId, session);
    return [...this.#members.values()].map((member) => member.userId);
  }

  /** Says something to everybody in the room. */
  private async say(session: Session, msg: { text: string }): Promise<void> {
    const member = this.#members.get(session.sessionId);
    if (member === undefined) throw new RpcError("failed_precondition", "join first");
    const message: Message = { from: member.userId, text: msg.text, at: new Date() };
    await this.#gates.sendBatch([...this.#members.values()], "Chat/OnMessage", message);
  }

  /** Takes a connection that has ended out of the room. The gate calls it. */
  private leave(sessionId: string): void {
    this.#members.delete(sessionId);
  }
}
