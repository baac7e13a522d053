import type { BaseModule } from "mqant";
import { ForestClient } from "./expected/forest.client.ts";

export async function calls(module: BaseModule): Promise<boolean | undefined> {
  const forest = new ForestClient(module);
  const leaf = { name: "a", children: [], green: true };
  const grown = await forest.grow({ name: "t", children: [{ ...leaf, parent: leaf }] });
  const chain = await forest.chain({ value: 1, next: { value: 2 } });
  chain.next?.next?.value.trim();
  // @ts-expect-error -- the parent of a leaf is a leaf
  await forest.grow({ name: "t", children: [{ ...leaf, parent: { name: "node" } }] });
  // @ts-expect-error -- links hold one type
  await forest.chain({ value: 1, next: { value: "2" } });
  return grown.parent?.green;
}
