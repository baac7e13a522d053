import type { BaseModule } from "mqant";
import { PlainClient } from "./expected/plain.client.ts";
import { LocalClient } from "./expected/local.client.ts";
import { NamelessClient } from "./expected/nameless.client.ts";

export async function calls(module: BaseModule): Promise<void> {
  const plain = new PlainClient(module);
  const local = new LocalClient(module);
  const nameless = new NamelessClient(module);
  const x: number = await plain.plain(1);
  const below: boolean = await local.below(x);
  const nobody: null = await nameless.whoAmI();
  void [below, nobody];
  // @ts-expect-error -- each has its own
  await local.plain(1);
}
