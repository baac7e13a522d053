import type { BaseModule } from "mqant";
import { ShelfClient } from "./expected/shelf.client.ts";

export async function calls(module: BaseModule): Promise<number | undefined> {
  const shelf = new ShelfClient(module);
  const prices = await shelf.put({ total: 3, apple: 1, pear: 2 }, { 0: true });
  await shelf.count({ a: 1 });
  const labels = await shelf.labels();
  labels["data-id"]?.trim();
  // @ts-expect-error -- the total is missing
  await shelf.put({ apple: 1 }, {});
  // @ts-expect-error -- a price is a number
  await shelf.put({ total: 1, apple: "1" }, {});
  // @ts-expect-error -- keys are numbers
  await shelf.put({ total: 1 }, { first: true });
  return prices["apple"];
}
