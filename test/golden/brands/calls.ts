import type { BaseModule } from "mqant";
import type { GateTransport } from "mqant/client";
import { BankClient } from "./expected/bank.client.ts";
import { GateClient } from "./expected/gate.ts";
import type { AccountId, Cents, Serial } from "./source/bank.ts";

export async function calls(module: BaseModule, id: AccountId, cents: Cents): Promise<Cents> {
  const bank = new BankClient(module);
  // @ts-expect-error -- a number is no amount
  await bank.total([1]);
  // @ts-expect-error -- a text is no account
  await bank.accounts({ a: "1" }, 1n as Serial);
  await bank.accounts({ a: id }, 1n as Serial);
  return bank.total([cents], null);
}

export async function gateCalls(transport: GateTransport, cents: Cents): Promise<string> {
  // What the symbol says stays on the server; the unit is plain enough to be copied.
  await new GateClient(transport).bank.pay({ from: "1", amount: cents });
  // @ts-expect-error -- a number is no amount
  return new GateClient(transport).bank.pay({ from: "1", amount: 1 });
}
