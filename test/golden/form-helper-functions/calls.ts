import type { BaseModule } from "mqant";
import { HorseClient } from "./expected/horse.client.ts";

export async function calls(module: BaseModule): Promise<void> {
  const horse = new HorseClient(module);
  const text: string = await horse.ping("a");
  await horse.pong(text);
  const age: number = await horse.age(new Date());
  void age;
  // @ts-expect-error -- a text goes there
  await horse.pong(1);
}
