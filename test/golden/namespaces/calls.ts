import type { BaseModule } from "mqant";
import type { GateTransport } from "mqant/client";
import { GateClient } from "./expected/gate.ts";
import { RaceClient } from "./expected/race.client.ts";

export function calls(module: BaseModule): RaceClient {
  return new RaceClient(module);
}

export async function gateCalls(transport: GateTransport): Promise<number | undefined> {
  const { race } = new GateClient(transport);
  const [first] = await race.start({ track: "north", laps: 3 });
  // @ts-expect-error -- laps are a number
  await race.start({ track: "north", laps: "3" });
  return first?.seconds;
}
