import type { BaseModule } from "mqant";
import { LampsClient } from "./expected/lamps.client.ts";

export async function calls(module: BaseModule): Promise<void> {
  const lamps = new LampsClient(module);
  await lamps.red(true);
  await lamps.green1(await lamps.red0(false));
  await lamps.bright(true);
  // @ts-expect-error -- the loop leaves it out
  await lamps.dim(true);
  // @ts-expect-error -- nobody registers it
  await module.rpcInvoke("Lamps", "blue", true);
}
