import type { BaseModule } from "mqant";
import { KettleClient } from "./expected/kettle.client.ts";

export async function calls(module: BaseModule): Promise<void> {
  const kettle = new KettleClient(module);
  const { minutes } = await kettle.boil(2);
  await kettle.boil(minutes);
  await kettle.cool();
  // @ts-expect-error -- a number of liters
  await kettle.boil("2");
}
