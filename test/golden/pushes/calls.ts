import type { Gates, Session } from "mqant";
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

export async function everywhere(gates: Gates): Promise<void> {
  await gates.broadcast("System/Notice", "soon");
  await gates.sendToGroup("room:1", "Room/OnCount", 2);
  // @ts-expect-error -- another type of body
  await gates.sendToGroup("room:1", "Room/OnCount", "2");
  // @ts-expect-error -- the body lacks a property
  await gates.sendBatch([], "Chat/OnMention", {});
  // @ts-expect-error -- another type of body
  await gates.broadcast("System/Notice", 1);
}

export function client(transport: GateTransport): () => void {
  const gate = new GateClient(transport);
  gate.on("Chat/OnChat", ({ at }) => at.getTime());
  gate.on("Room/OnCount", (count) => count.toFixed());
  gate.on("World/OnSay", ({ at }) => at.getTime());
  gate.on("Room/OnNotice", (lines) => lines.map((line) => line.length));
  gate.on("Gate/OnKick", ({ reason }) => reason.length);
  gate.on("Chat/OnTyping", (users) => users.map((user) => user.length));
  // @ts-expect-error -- no such topic
  gate.on("Chat/OnChats", () => {});
  // @ts-expect-error -- no such property
  gate.on("Chat/OnChat", (message) => message.to);
  return gate.on("Chat/OnLeave", ({ user }) => user.length);
}
