import type { BaseModule } from "mqant";
import type { GateTransport } from "mqant/client";
import { GateClient } from "./expected/gate.ts";
import { BoardClient } from "./expected/board.client.ts";

export async function calls(module: BaseModule): Promise<string> {
  const board = new BoardClient(module);
  const piece = await board.place({ name: "a", x: 1, y: 2, turned: true });
  // @ts-expect-error -- a part of the intersection is missing
  await board.place({ x: 1, y: 2 });
  return piece.kind === "king" ? String(piece.checked) : piece.name;
}

export async function gateCalls(transport: GateTransport): Promise<number> {
  const { board } = new GateClient(transport);
  const { x } = await board.move({ name: "k", x: 0, y: 0, kind: "king", checked: false });
  // @ts-expect-error -- a king says whether it is checked
  await board.move({ name: "k", x: 0, y: 0, kind: "king" });
  return x;
}
