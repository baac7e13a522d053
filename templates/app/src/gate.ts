import { Gate, type Session } from "mqant";
import { ChatClient } from "./generated/chat.client.ts";

/** The gate, which tells the chat when somebody is gone. */
export class AppGate extends Gate {
  override async onDisconnect({ sessionId }: Session) {
    await new ChatClient(this).leave(sessionId);
  }
}
