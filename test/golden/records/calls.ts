import type { BaseModule } from "mqant";
import type { GateTransport } from "mqant/client";
import { GateClient } from "./expected/gate.ts";
import { StatsClient } from "./expected/stats.client.ts";

export async function calls(module: BaseModule): Promise<void> {
  const stats = new StatsClient(module);
  const row = await stats.rows([{ id: 1, name: "a" }], { 7: { id: 2 } }, { a: { b: true } });
  const value: number | string | undefined = row["name"];
  await stats.days({ mon: 1, tue: 2 }, { tue: { total: 1 } });
  void value;
  // @ts-expect-error -- a column is a number or a text
  await stats.rows([{ id: 1, name: true }], {}, {});
  // @ts-expect-error -- all days
  await stats.days({ mon: 1 }, {});
  // @ts-expect-error -- no such day
  await stats.days({ mon: 1, tue: 2 }, { wed: { total: 1 } });
}

export async function gateCalls(transport: GateTransport): Promise<number | undefined> {
  const counts = await new GateClient(transport).stats.count({ a: "b" });
  // @ts-expect-error -- labels are text
  await new GateClient(transport).stats.count({ a: 1 });
  return counts["count"];
}
