import type { BaseModule } from "mqant";
import { AbacusClient } from "./expected/abacus.client.ts";

export async function calls(module: BaseModule): Promise<void> {
  const abacus = new AbacusClient(module);
  const four: number = await abacus.double(2);
  const two: number | null = await abacus.half(four);
  const sign: -1 | 1 = await abacus.sign(two ?? 0);
  await abacus.again(sign);
  const name: string = await abacus.path("/a/b.ts", ".ts");
  void name;
  // @ts-expect-error -- a number
  await abacus.half("2");
}
