import type { BaseModule } from "mqant";
import type { GateTransport } from "mqant/client";
import { GateClient } from "./expected/gate.ts";
import { StoreClient } from "./expected/store.client.ts";

export async function calls(module: BaseModule): Promise<number> {
  const store = new StoreClient(module);
  const [item] = await store.create([{ price: 3, note: "new" }]);
  const { total } = await store.sum(item === undefined ? [] : [item]);
  const state: "paid" = await store.states("new", "sent");
  // @ts-expect-error -- the id is made by the store
  await store.create([{ id: "1", price: 3 }]);
  // @ts-expect-error -- null is excluded
  await store.states(null, "sent");
  // @ts-expect-error -- "new" is excluded
  await store.states("new", "new");
  return total + state.length;
}

export async function gateCalls(transport: GateTransport): Promise<string> {
  const { store } = new GateClient(transport);
  const { note } = await store.change({ id: "1", price: 4 });
  // @ts-expect-error -- the id is not optional
  await store.change({ price: 4 });
  return note;
}
