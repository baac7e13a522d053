import type { BaseModule } from "mqant";
import type { GateTransport } from "mqant/client";
import { GateClient } from "./expected/gate.ts";
import { IdleClient } from "./expected/idle.client.ts";
import { schemas } from "./expected/schemas.ts";

export async function calls(module: BaseModule, transport: GateTransport): Promise<void> {
  const idle = new IdleClient(module, "Idle@Idle001").with({ timeoutMs: 1 });
  // @ts-expect-error -- it has no handlers
  await idle.wake();
  // @ts-expect-error -- none at all
  await module.rpcInvoke("Idle", "wake");
  // @ts-expect-error -- nothing is pushed
  new GateClient(transport).on("Idle/OnWake", () => {});
}

export const none: [] = Object.keys(schemas.Idle) as [];
