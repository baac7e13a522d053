import type { BaseModule } from "mqant";
import type { GateTransport } from "mqant/client";
import { GateClient } from "./expected/gate.ts";
import { VaultClient } from "./expected/vault.client.ts";

export async function calls(module: BaseModule): Promise<void> {
  const vault = new VaultClient(module);
  const count: bigint = await vault.count();
  const sum: number = await vault.sum(1);
  await vault.sum(1, sum);
  void count;
  // @ts-expect-error -- three are too many
  await vault.sum(1, 2, 3);
}

export async function gateCalls(transport: GateTransport): Promise<boolean | "refused"> {
  // @ts-expect-error -- the code is missing
  await new GateClient(transport).vault.open({});
  return new GateClient(transport).vault.open({ digits: "1234" });
}
