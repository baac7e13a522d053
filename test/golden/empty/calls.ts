import type { BaseModule } from "mqant";
import type { GateTransport } from "mqant/client";
import { GateClient } from "./expected/gate.ts";
import { schemas } from "./expected/schemas.ts";

export async function calls(module: BaseModule, transport: GateTransport): Promise<void> {
  // @ts-expect-error -- it has no handlers
  await module.rpcInvoke("Idle", "wake");
  // @ts-expect-error -- nothing is pushed
  new GateClient(transport).on("Idle/OnWake", () => {});
}

export const none: readonly string[] = Object.keys(schemas);
