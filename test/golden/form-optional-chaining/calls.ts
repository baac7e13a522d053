import type { BaseModule } from "mqant";
import { GaugeClient } from "./expected/gauge.client.ts";

export async function calls(module: BaseModule): Promise<void> {
  const gauge = new GaugeClient(module);
  await gauge.write(await gauge.read());
  await gauge.reset(0);
  // @ts-expect-error -- what to write is missing
  await gauge.write();
}
