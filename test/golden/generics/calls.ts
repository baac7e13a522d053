import type { BaseModule } from "mqant";
import type { GateTransport } from "mqant/client";
import { GateClient } from "./expected/gate.ts";
import { ShopClient } from "./expected/shop.client.ts";
import type { Brand } from "./source/dto.ts";

export async function calls(module: BaseModule): Promise<void> {
  const shop = new ShopClient(module);
  const result = await shop.patch(1, { name: "a" });
  if (result.ok) result.value.items[0]?.tags.includes("x");
  else result.error.toUpperCase();
  await shop.inline({ id: 1, tags: [] }, ["name", "price"]);
  await shop.views({ items: [{ items: [{ id: 1, price: 2, shown: true }] }] });
  await shop.brand("a" as Brand);

  // @ts-expect-error -- the id can't be changed
  await shop.patch(1, { id: 2 });
  // @ts-expect-error -- no key of an item
  await shop.inline({ id: 1 }, ["colour"]);
  // @ts-expect-error -- a view has a price
  await shop.views({ items: [{ items: [{ id: 1, shown: true }] }] });
  // @ts-expect-error -- any text is no brand
  await shop.brand("a");
}

export async function gateCalls(transport: GateTransport): Promise<string | undefined> {
  const page = await new GateClient(transport).shop.list({ page: 1 });
  // @ts-expect-error -- a page has no total
  void page.total;
  return page.items[0]?.name;
}
