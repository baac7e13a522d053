import type { BaseModule } from "mqant";
import { DiceClient } from "./expected/dice.client.ts";

export async function calls(module: BaseModule): Promise<void> {
  const dice = new DiceClient(module);
  const rolled: number = await dice.roll();
  await dice.roll(rolled);
  const names: string[] = await dice.names("a", "b");
  void names;
  // @ts-expect-error -- no dice with names
  await dice.roll("six");
}
