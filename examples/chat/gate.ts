import type { Session } from "mqant";
import { Gate } from "mqant";
import { Outages } from "./outages.ts";

/** How long to wait for a process that is being restarted, or for the broker, in milliseconds. */
const HEARD_WITHIN_MS = 60_000;

/** mqant's gate, which tells the others when somebody is gone. */
export class ChatGate extends Gate {
  readonly #outages = new Outages(this);
  #isClosing = false;

  override version() {
    return "1.0.0";
  }

  override async run(signal: AbortSignal): Promise<void> {
    signal.addEventListener("abort", () => (this.#isClosing = true));
    await super.run(signal);
  }

  /** Tells all at once: one that can't be reached keeps nobody else from hearing it. */
  override async onDisconnect({ sessionId, userId }: Session): Promise<void> {
    // Whoever has gone stays in a room, or keeps a name, if it is not heard. At the end of this process the
    // others may be at theirs, and are not waited for.
    const sure = this.withOptions({ timeoutMs: HEARD_WITHIN_MS, waitForReady: !this.#isClosing });
    const chats = this.app.instances("Chat").map(({ id }) => `Chat@${id}` as const);
    await Promise.all([
      ...chats.map(async (chat) => {
        await this.#heard(chat, sure.rpcInvoke(chat, "leave", sessionId));
      }),
      this.#heard("Login", sure.rpcInvoke("Login", "release", sessionId, userId)),
    ]);
  }

  async #heard(target: string, call: Promise<void>): Promise<void> {
    try {
      await call;
      this.#outages.answered(target);
    } catch (error) {
      if (!this.#isClosing) this.#outages.failed(target, error);
    }
  }
}
