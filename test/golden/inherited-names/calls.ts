import type { BaseModule } from "mqant";
import type { GateTransport } from "mqant/client";
import { BuilderClient } from "./expected/builder.client.ts";
import { GateClient } from "./expected/gate.ts";

// To the compiler an object has what it inherits: optional properties of such names have to be given.
export async function calls(module: BaseModule): Promise<string | undefined> {
  const builder = new BuilderClient(module);
  const { text } = await builder.note({ text: "a", isPrototypeOf: "b" });
  // @ts-expect-error -- a note is text
  await builder.note({ isPrototypeOf: 1 });
  return text;
}

export async function gateCalls(transport: GateTransport): Promise<number> {
  const { builder } = new GateClient(transport);
  await builder.plan({ constructor: "bridge", hasOwnProperty: true });
  // @ts-expect-error -- what a house is worth is text
  await builder.build({ valueOf: 1, rooms: 3 });
  return (await builder.build({ constructor: "me", toString: 1, valueOf: "much", rooms: 3 })).rooms;
}
