import type { BaseModule } from "mqant";
import type { GateTransport } from "mqant/client";
import { FeedClient } from "./expected/feed.client.ts";
import { GateClient } from "./expected/gate.ts";

export async function calls(module: BaseModule): Promise<number> {
  const feed = new FeedClient(module);
  const wrapped = await feed.wrap({ ok: true, value: { items: [{ text: "hi" }], next: "2" } });
  if (!wrapped.ok) return wrapped.error.length;
  // @ts-expect-error -- "unknown" is the outer result's
  if (!wrapped.value.ok && wrapped.value.error === "unknown") return 1;
  const { second } = await feed.nest({ items: [] });
  // @ts-expect-error -- the cursor of a page is a text
  await feed.wrap({ ok: true, value: { items: [], next: 2 } });
  return second.second;
}

export async function gateCalls(transport: GateTransport): Promise<number | undefined> {
  // @ts-expect-error -- no post is a number
  await new GateClient(transport).feed.list({ items: [1] });
  return (await new GateClient(transport).feed.list({ items: [] })).next;
}
