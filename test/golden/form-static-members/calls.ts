import type { BaseModule } from "mqant";
import { ClockClient } from "./expected/clock.client.ts";

export async function calls(module: BaseModule): Promise<void> {
  const clock = new ClockClient(module);
  const now: Date = await clock.now();
  const zone: number = await clock.zone(now);
  await clock.myZone(now);
  void zone;
  // @ts-expect-error -- a text is no date
  await clock.zone("now");
}
