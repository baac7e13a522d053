import type { BaseModule } from "mqant";
import { ArchiveClient } from "./expected/archive.client.ts";
import type { Entry } from "./source/archive.ts";

export async function calls(module: BaseModule): Promise<string> {
  const archive = new ArchiveClient(module);
  const entry: Entry = { id: "1", title: "one", tags: ["a"] as const };
  const stored = await archive.store(entry, ["a", "b"] as const);
  stored.title = "two";
  const pairs = await archive.pair(["1", entry] as const);
  // @ts-expect-error -- an id stays
  stored.id = "2";
  // @ts-expect-error -- the list is readonly
  pairs.push(entry);
  // @ts-expect-error -- so is what is in it
  if (pairs[0] !== undefined) pairs[0].title = "three";
  return stored.title;
}
