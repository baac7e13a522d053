import type { BaseModule } from "mqant";
import type { GateTransport } from "mqant/client";
import { ChatClient } from "./expected/chat.client.ts";
import { GateClient } from "./expected/gate.ts";
import { ThreadSchemaShape } from "./source/chat.ts";

export async function calls(module: BaseModule): Promise<string> {
  const chat = new ChatClient(module);
  const { promised } = await chat.keep({ promised: "a" });
  await chat.measure({ answers: [{ answers: [] }] }, ThreadSchemaShape.deep);
  // @ts-expect-error -- the one is not the other
  await chat.forward({ text: "a" }, { text: "b" });
  return (await chat.forward({ text: promised }, { subject: "a", body: "b" })).body;
}

export async function gateCalls(transport: GateTransport): Promise<string> {
  return (await new GateClient(transport).chat.say({ text: "a" })).text;
}
