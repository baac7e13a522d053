import type { BaseModule } from "mqant";
import { RadioClient } from "./expected/radio.client.ts";

export async function calls(module: BaseModule): Promise<void> {
  const radio = new RadioClient(module);
  await radio.on();
  await radio.off();
  await radio.volume(2);
  await radio.mute();
  // @ts-expect-error -- as loud as three
  await radio.volume(4);
}
