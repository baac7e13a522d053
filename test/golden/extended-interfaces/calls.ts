import type { BaseModule } from "mqant";
import type { GateTransport } from "mqant/client";
import { GateClient } from "./expected/gate.ts";
import { ZooClient } from "./expected/zoo.client.ts";
import type { Cage, Dog } from "./source/zoo.ts";

export async function calls(module: BaseModule, dog: Dog): Promise<number | undefined> {
  const cage: Cage<Dog> = { since: "2026", held: [dog] };
  const back = await new ZooClient(module).house(cage);
  // @ts-expect-error -- an animal may be silent
  back.held[0]?.sound.length.toFixed();
  // @ts-expect-error -- a cage says since when
  await new ZooClient(module).house({ held: [] });
  return back.held[0]?.legs;
}

export async function gateCalls(transport: GateTransport): Promise<string> {
  const { zoo } = new GateClient(transport);
  // @ts-expect-error -- a dog has four legs
  await zoo.feed({ name: "Rex", legs: 3, sound: "woof", since: new Date() });
  return (await zoo.feed({ name: "Rex", legs: 4, sound: "woof", since: new Date() })).name;
}
