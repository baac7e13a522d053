import type { BaseModule } from "mqant";
import type { GateTransport } from "mqant/client";
import { GateClient } from "./expected/gate.ts";
import { MarketClient } from "./expected/market.client.ts";
import type { ItemId, Offer } from "./source/market.ts";

export async function calls(module: BaseModule, id: ItemId): Promise<number | undefined> {
  const [offer] = await new MarketClient(module).find("…", 3, "shop");
  // @ts-expect-error -- an id is more than a text
  const wrong: Offer["item"] = "ab-1";
  void [wrong, id];
  return offer?.price;
}

export async function gateCalls(transport: GateTransport, id: ItemId): Promise<string> {
  const { market } = new GateClient(transport);
  const offer = { item: id, shop: "shop", price: 1, note: null, contact: null, tags: [] };
  // @ts-expect-error -- the code begins with SALE
  await market.offer({ ...offer, code: "sale" });
  return market.offer({ ...offer, code: "SALE-1" });
}
