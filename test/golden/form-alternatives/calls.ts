import type { BaseModule } from "mqant";
import { CacheClient } from "./expected/cache.client.ts";

export async function calls(module: BaseModule): Promise<void> {
  const cache = new CacheClient(module);
  const value: string | null = await cache.get("a");
  await cache.drop(value ?? "");
  // @ts-expect-error -- null is no key
  await cache.get(null);
}
