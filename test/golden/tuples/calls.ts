import type { BaseModule } from "mqant";
import type { GateTransport } from "mqant/client";
import { GateClient } from "./expected/gate.ts";
import { LineClient } from "./expected/line.client.ts";

export async function calls(module: BaseModule): Promise<number> {
  const line = new LineClient(module);
  await line.run(["move", [1, 2]], ["say", "a", "b"]);
  // @ts-expect-error -- a move needs a point
  await line.run(["move", "a"]);
  // @ts-expect-error -- too many ends
  await line.ends([1, 2], [3, 4], [5, 6]);
  const [[x]] = await line.ends([1, 2]);
  return x;
}

export async function gateCalls(transport: GateTransport): Promise<number> {
  const { line } = new GateClient(transport);
  const [count, last] = await line.draw({
    points: [
      [1, 2],
      [3, 4, 5],
    ],
  });
  // @ts-expect-error -- a path has a start
  await line.draw({ points: [] });
  return count + (last?.[2] ?? 0);
}
