import type { BaseModule } from "mqant";
import type { GateTransport } from "mqant/client";
import { GateClient } from "./expected/gate.ts";
import { VaultClient } from "./expected/vault.client.ts";

export async function calls(module: BaseModule): Promise<bigint> {
  const vault = new VaultClient(module);
  // @ts-expect-error -- texts are for JSON; modules send values
  await vault.balance("2024-01-01T00:00:00Z", "1");
  return await vault.balance(new Date(), 1n, new Uint8Array(1));
}

export async function gateCalls(transport: GateTransport): Promise<number> {
  const { vault } = new GateClient(transport);
  const change = await vault.deposit({
    amount: 1n,
    at: new Date(),
    until: null,
    proof: new Uint8Array(1),
    history: [],
    byCurrency: { eur: 1n },
    pair: [new Date(), "a"],
  });
  // @ts-expect-error -- a text is no date
  await vault.changes({ since: "2024-01-01T00:00:00Z" });
  const sealed: Uint8Array = await vault.seal(new Uint8Array(2));
  return change.kind === "deposit" ? change.deposit.at.getTime() : sealed.length;
}
