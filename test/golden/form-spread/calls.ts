import type { BaseModule } from "mqant";
import { MixerClient } from "./expected/mixer.client.ts";

export async function calls(module: BaseModule): Promise<void> {
  const mixer = new MixerClient(module);
  const how: string = await mixer.stir();
  await mixer.pour(4);
  await mixer.shake(1);
  await mixer.again(4);
  await mixer.last(4);
  await mixer.first();
  void how;
  // @ts-expect-error -- a number is needed
  await mixer.shake(how);
}
