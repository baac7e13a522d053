import type { Session } from "mqant";
import { Gate } from "mqant";

/** mqant's gate, which tells the others when somebody is gone. */
export class ChatGate extends Gate {
  override version() {
    return "1.0.0";
  }

  override async onDisconnect(session: Session): Promise<void> {
    await this.rpcInvoke("Chat", "leave", session.sessionId);
    await this.rpcInvoke("Login", "release", session.sessionId, session.userId);
  }
}
