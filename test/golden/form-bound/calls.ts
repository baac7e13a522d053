import type { BaseModule } from "mqant";
import { BellClient } from "./expected/bell.client.ts";

export async function calls(module: BaseModule): Promise<void> {
  const bell = new BellClient(module);
  await bell.ring();
  const note: string = await bell.twice("c");
  const played: number = await bell.chime([note]);
  void played;
  // @ts-expect-error -- the first argument is bound
  await bell.twice(2, "c");
}
