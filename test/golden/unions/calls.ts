import type { BaseModule } from "mqant";
import type { GateTransport } from "mqant/client";
import { GateClient } from "./expected/gate.ts";
import { ShapesClient } from "./expected/shapes.client.ts";

export async function calls(module: BaseModule): Promise<void> {
  const shapes = new ShapesClient(module);
  const scaled = await shapes.scale({ kind: "circle", radius: 1 }, 3, undefined);
  if (scaled?.kind === "path") scaled.points[0]?.[1].toFixed();
  await shapes.reach({ mail: "a@b" }, ["c@d", { phone: "1", country: 2 }]);
  const text: `mode-${string}` = await shapes.mode(false);

  // @ts-expect-error -- the property of another member
  await shapes.scale({ kind: "circle", side: 1 }, 3, true);
  // @ts-expect-error -- no such level
  await shapes.scale(null, 4, true);
  // @ts-expect-error -- only `false` is a mode
  await shapes.mode(true);
  // @ts-expect-error -- the result is narrower
  const wrong: "mode-on" = text;
  void wrong;
}

export async function gateCalls(transport: GateTransport): Promise<string> {
  const outcome = await new GateClient(transport).shapes.draw({ kind: "square", side: 2 });
  // @ts-expect-error -- not looked at yet
  void outcome.reason;
  return outcome.ok ? outcome.shape.kind : outcome.reason;
}
