import type { BaseModule } from "mqant";
import type { GateTransport } from "mqant/client";
import { GateClient } from "./expected/gate.ts";
import { TreesClient } from "./expected/trees.client.ts";

export async function calls(module: BaseModule): Promise<void> {
  const trees = new TreesClient(module);
  const one = { kind: "constant", value: 1 } as const;
  await trees.evaluate({
    kind: "sum",
    left: one,
    right: { kind: "call", name: "f", args: [one], next: one },
  });
  await trees.store({ a: [1, "b", null, { c: true }] });
  const part = { kind: "sum", left: one, right: { kind: "sum" } } as const;
  // @ts-expect-error -- deep inside a part is missing
  await trees.evaluate({ kind: "call", name: "f", args: [part] });
  // @ts-expect-error -- no JSON
  await trees.store({ a: new Date() });
}

export async function gateCalls(transport: GateTransport): Promise<number | undefined> {
  const client = new GateClient(transport);
  const tree = await client.trees.grow({ name: "a", children: [{ name: "b", children: [] }] });
  // @ts-expect-error -- a child without children
  await client.trees.grow({ name: tree.name, children: [{ name: "b" }] });
  const event = await client.trees.trace({ at: new Date(), causes: [] });
  return event.causes[0]?.at.getTime();
}
