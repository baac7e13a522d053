import type { BaseModule } from "mqant";
import type { GateTransport } from "mqant/client";
import * as gate from "./expected/gate.ts";
import { PaletteClient } from "./expected/palette.client.ts";
import { Color, Level } from "./source/color.ts";

export async function calls(module: BaseModule): Promise<void> {
  const palette = new PaletteClient(module);
  const levels = { [Color.Red]: Level.Low, [Color.Green]: Level.High, [Color.Blue]: Level.Low };
  const names = await palette.names([Color.Red], levels);
  names[Color.Red]?.toUpperCase();
  await palette.hide("yes");
  // @ts-expect-error -- an enum is no text
  await palette.names(["red"], levels);
  // @ts-expect-error -- a color without a level
  await palette.names([], { [Color.Red]: Level.Low });
  // @ts-expect-error -- no member
  await palette.hide("maybe");
}

export async function gateCalls(transport: GateTransport): Promise<boolean> {
  const client = new gate.GateClient(transport);
  const color = await client.palette.mix({ color: gate.Color.Blue, level: gate.Level.High });
  // @ts-expect-error -- no member
  await client.palette.mix({ color: "pink", level: 0 });
  return color === gate.Color.Red;
}
