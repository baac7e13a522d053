import type { BaseModule } from "mqant";
import type { GateTransport } from "mqant/client";
import { GateClient } from "./expected/gate.ts";
import { ArchiveClient } from "./expected/archive.client.ts";

export async function calls(module: BaseModule): Promise<Date | null> {
  const archive = new ArchiveClient(module);
  const wrapped = await archive.wrap({ items: [{ items: [["a"]], next: 1n }], next: null });
  const error: "empty" | "full" = wrapped.ok ? "full" : wrapped.error;
  // @ts-expect-error -- the inner cursor is a bigint
  await archive.wrap({ items: [{ items: [[error]], next: "1" }], next: null });
  const { value } = await archive.find([{ key: "x", value: { key: "id", value: new Date(0) } }]);
  return value;
}

export async function gateCalls(transport: GateTransport): Promise<number | null> {
  const { archive } = new GateClient(transport);
  const found = await archive.list({ items: [{ key: "b", value: 2 }], next: null });
  // @ts-expect-error -- no such key
  await archive.list({ items: [{ key: "c", value: 2 }], next: null });
  return found.ok ? found.value.next : null;
}
