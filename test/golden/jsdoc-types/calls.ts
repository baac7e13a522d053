import type { BaseModule } from "mqant";
import type { GateTransport } from "mqant/client";
import { GateClient } from "./expected/gate.ts";
import { ClockClient } from "./expected/clock.client.ts";

export async function calls(module: BaseModule): Promise<number> {
  const clock = new ClockClient(module);
  // @ts-expect-error -- no such unit
  await clock.until(new Date(), "min");
  return await clock.until(new Date(), "s");
}

export async function gateCalls(transport: GateTransport): Promise<number> {
  const { clock } = new GateClient(transport);
  // @ts-expect-error -- no date
  await clock.set({ name: "tea", at: "soon" });
  const { at } = await clock.set({ name: "tea", at: new Date() });
  return at.getTime();
}
