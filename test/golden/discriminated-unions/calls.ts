import type { BaseModule } from "mqant";
import type { GateTransport } from "mqant/client";
import { BattleClient } from "./expected/battle.client.ts";
import { GateClient, Kind } from "./expected/gate.ts";

export async function calls(module: BaseModule): Promise<number> {
  const battle = new BattleClient(module);
  const log = await battle.note({ ok: false, why: "x" }, { ok: true, at: [1, 2] });
  // @ts-expect-error -- which version it is was not looked at
  log.at.getTime();
  // @ts-expect-error -- a circle has no parts
  await battle.tree({ of: "circle", parts: [] });
  await battle.tree({ of: "group", parts: [{ of: "circle", r: 1 }] });
  return log.version === 2 ? log.at.getTime() : log.at.length;
}

export async function gateCalls(transport: GateTransport): Promise<string | undefined> {
  const { battle } = new GateClient(transport);
  // @ts-expect-error -- a move has no target
  await battle.act({ type: Kind.Move, target: 1n });
  const event = await battle.act({ type: Kind.Hit, target: 1n });
  return event?.ok === false ? event.why : undefined;
}
