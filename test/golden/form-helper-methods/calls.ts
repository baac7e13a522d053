import type { BaseModule } from "mqant";
import { PumpClient } from "./expected/pump.client.ts";

export async function calls(module: BaseModule): Promise<void> {
  const pump = new PumpClient(module);
  await pump["pump.start"](3);
  const stopped: boolean = await pump["pump.stop"]();
  void stopped;
  // @ts-expect-error -- the helper adds a prefix
  await module.rpcInvoke("Pump", "start", 3);
  // @ts-expect-error -- a speed is a number
  await pump["pump.start"](stopped);
}
