import type { BaseModule } from "mqant";
import { AdderClient } from "./expected/adder.client.ts";

export async function calls(module: BaseModule): Promise<void> {
  const adder = new AdderClient(module);
  const one: number = await adder.literal(1, 2);
  await adder.local(one, 2);
  await adder.total(one, 2);
  await module.rpcInvoke("Adder", "sum", one, 2);
  // @ts-expect-error -- a constant's name is no handler
  await adder.TOTAL(1, 2);
  // @ts-expect-error -- one argument is missing
  await adder.total(1);
}
