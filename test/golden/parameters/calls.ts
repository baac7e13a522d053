import type { BaseModule } from "mqant";
import type { GateTransport } from "mqant/client";
import { CalcClient } from "./expected/calc.client.ts";
import { GateClient } from "./expected/gate.ts";

export async function calls(module: BaseModule): Promise<void> {
  const calc = new CalcClient(module);
  await calc.sum();
  await calc.sum(1, 2, 3);
  await calc.mixed("a");
  await calc.mixed("a", undefined, true, "b", "c");
  const [left] = await calc.pairs([[1], [1, 2]], [1, "a", true, false]);
  await calc.spread(left);
  await calc.spread(1, 2);
  await calc.span({ from: 1, to: 2 }, undefined);
  await calc.nullable(null, null);
  await calc.between(undefined, 3);
  await module.rpcInvoke("Calc", "sum", 1, 2, 3);

  // @ts-expect-error -- a default before the last parameter has to be named
  await calc.between(3);
  // @ts-expect-error -- not a number
  await calc.sum(1, "2");
  // @ts-expect-error -- a tuple of three
  await calc.spread(1, 2, 3);
  // @ts-expect-error -- null is no number here
  await calc.mixed("a", null);
  // @ts-expect-error -- the rest is text
  await module.rpcInvoke("Calc", "mixed", "a", 1, true, 2);
}

export async function gateCalls(transport: GateTransport): Promise<number> {
  const { calc } = new GateClient(transport);
  await calc.pick();
  await calc.pick({ from: 1, to: 2 }, { timeoutMs: 1 });
  // @ts-expect-error -- takes no body, and options have no such key
  await calc.ping({ from: 1 });
  return await calc.ping({ instance: "Calc001" });
}
