import type { BaseModule } from "mqant";
import type { GateTransport } from "mqant/client";
import { GateClient } from "./expected/gate.ts";
import { ThemeClient } from "./expected/theme.client.ts";

export async function calls(module: BaseModule): Promise<boolean> {
  const theme = new ThemeClient(module);
  const size: 1 | 2 | 3 = await theme.size(2, 1);
  // @ts-expect-error -- no such size
  await theme.size(4, 1);
  const { nested, at } = await theme.defaults();
  return nested.on && at === size;
}

export async function gateCalls(transport: GateTransport): Promise<"red" | "green"> {
  // @ts-expect-error -- a setting has no such key
  await new GateClient(transport).theme.choose({ color: "#f00", key: "size" });
  return new GateClient(transport).theme.choose({ color: "#f00", key: "name" });
}
