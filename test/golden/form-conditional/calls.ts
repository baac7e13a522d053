import type { BaseModule } from "mqant";
import { HeaterClient } from "./expected/heater.client.ts";

export async function calls(module: BaseModule): Promise<void> {
  const heater = new HeaterClient(module);
  await heater.heat(20);
  await heater.cool();
  // @ts-expect-error -- it takes nothing
  await heater.cool(1);
}
