// A contestant's server: <contestant> <the broker's URI>. Takes orders from its parent.
import { setTimeout } from "node:timers/promises";
import { choose } from "../options.ts";
import { obey } from "../party.ts";
import { allEntries } from "./contestants.ts";
import { instant, type ServerOrders } from "./orders.ts";

/** What is let go of in a collection may be freed by the next. */
const COLLECTIONS = 3;

const [name = "", uri = ""] = process.argv.slice(2);
const [entry] = choose(allEntries, [name]);
if (entry === undefined) throw new Error("no contestant");
const server = await entry.start(entry.network, uri);

obey<ServerOrders>({
  address: () => ({ port: server.port, pid: server.pid ?? process.pid }),
  collect: async () => {
    for (let times = 0; times < COLLECTIONS; times++) {
      globalThis.gc?.();
      await setTimeout(50);
    }
    return process.memoryUsage().heapUsed;
  },
  broadcast: async ({ times }) => {
    const begun = instant();
    for (let time = 0; time < times; time++) await server.broadcast?.();
    return begun;
  },
});
