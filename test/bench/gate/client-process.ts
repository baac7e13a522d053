// The clients of a contestant: <contestant> <port>. Takes orders from its parent.
import { choose } from "../options.ts";
import { obey } from "../party.ts";
import { ClosedLoop } from "./closed-loop.ts";
import { allEntries } from "./contestants.ts";
import type { Client } from "./dialogue.ts";
import type { ClientOrders } from "./orders.ts";
import { Pushes } from "./pushes.ts";

/** How many connect at a time. */
const AT_A_TIME = 50;

const [name = "", port = ""] = process.argv.slice(2);
const [entry] = choose(allEntries, [name]);
if (entry === undefined) throw new Error("no contestant");
const { network, open } = entry;
const pushes = new Pushes();
const loop = new ClosedLoop();
const clients: Client[] = [];

/** Connects that many more and tells `each` of them, some at a time. */
async function connect(
  count: number,
  each: (client: Client, index: number) => void,
): Promise<true> {
  let next = clients.length;
  const end = next + count;
  const some = Array.from({ length: AT_A_TIME }, async () => {
    while (next < end) {
      const index = next++;
      const events = { onReply: () => loop.onReply(index), onPush: pushes.onPush };
      each(await open({ port: Number(port), network }, index, events), index);
    }
  });
  await Promise.all(some);
  return true;
}

obey<ClientOrders>({
  open: ({ count }) => connect(count, (client, index) => (clients[index] = client)),
  load: ({ seconds }) => loop.run(clients, seconds),
  pushes: ({ count }) => pushes.came(count),
  close: () => {
    for (const client of clients.splice(0)) client.close();
    return true;
  },
  churn: ({ count }) => connect(count, (client) => client.close()),
});
