import type { BaseModule } from "mqant";
import { ApplesClient } from "./expected/apples.client.ts";
import { PearsClient } from "./expected/pears.client.ts";

export async function calls(module: BaseModule): Promise<void> {
  const apples = new ApplesClient(module);
  const pears = new PearsClient(module);
  const count: number = await apples.count();
  await pears.count("b");
  await apples["Apples.name"]();
  await pears["Pears.name"]();
  void count;
  // @ts-expect-error -- only pears have baskets
  await apples.count("b");
  // @ts-expect-error -- apples have their own name
  await module.rpcInvoke("Pears", "Apples.name");
}
