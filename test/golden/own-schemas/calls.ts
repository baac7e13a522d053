import { withSchema } from "mqant";
import type { BaseModule, Session } from "mqant";
import type { GateTransport } from "mqant/client";
import * as z from "zod";
import { AuctionClient } from "./expected/auction.client.ts";
import { GateClient } from "./expected/gate.ts";

export async function calls(module: BaseModule): Promise<number> {
  const length = await module.rpcInvoke("Auction", "close", " sword ");
  // @ts-expect-error -- a name is a text
  await new AuctionClient(module).close(1);
  return length;
}

export async function gateCalls(transport: GateTransport): Promise<string> {
  const { auction } = new GateClient(transport);
  // @ts-expect-error -- the amount is missing
  await auction.bid({ note: "x" });
  // What the schema fills in need not be sent.
  return auction.bid({ amount: 10 });
}

export function handlers(): void {
  const Amount = z.object({ amount: z.coerce.number() });
  withSchema(Amount, (_session: Session, { amount }: { amount: number }) => amount);
  withSchema(Amount, ({ amount }) => amount);
  // @ts-expect-error -- the schema puts out a number
  withSchema(Amount, (_session: Session, { amount }: { amount: string }) => amount);
  // @ts-expect-error -- the schema knows no price
  withSchema(Amount, ({ price }: { price: number }) => price);
}
