import type { Session } from "mqant";
import type { GateTransport } from "mqant/client";
import { GateClient } from "./expected/gate.ts";

export async function server(session: Session): Promise<void> {
  await session.send("Chat/OnChat", { from: "ann", text: "hi", at: new Date() });
  await session.send("System/Notice", "soon");
  // @ts-expect-error -- the body lacks a property
  await session.send("Chat/OnChat", { from: "ann", text: "hi" });
  // @ts-expect-error -- another type of body
  await session.sendNR("System/Notice", 1);
}

export function client(transport: GateTransport): () => void {
  const gate = new GateClient(transport);
  gate.on("Chat/OnChat", ({ at }) => at.getTime());
  gate.on("Chat/OnTyping", (users) => users.map((user) => user.length));
  // @ts-expect-error -- no such topic
  gate.on("Chat/OnChats", () => {});
  // @ts-expect-error -- no such property
  gate.on("Chat/OnChat", (message) => message.to);
  return gate.on("Chat/OnLeave", ({ user }) => user.length);
}
