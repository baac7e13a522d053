import type { BaseModule } from "mqant";
import { TaggedClient } from "./expected/tagged.client.ts";

export async function calls(module: BaseModule): Promise<void> {
  const tagged = new TaggedClient(module);
  const x: number = await tagged.next(1);
  void x;
  // @ts-expect-error -- a method's name is no handler
  await module.rpcInvoke("Tagged", "forClients", 1);
}
