import { interleave, printStandings, spread, type Spread } from "../rounds.ts";
import { WARM_UP } from "./round-trips.ts";
import { Pair } from "./pair.ts";

const BYTES = 100;
/** How many notes wait for their confirmation at a time. */
const WINDOW = 512;

const CONTESTANTS = [
  { name: "amqplib-dr", title: "amqplib by hand, one message a call, confirmed" },
  { name: "ours", title: "ours, `rpcInvokeNR`" },
];

/**
 * One-way calls from end to end: until the callee has got all of them, and the broker has confirmed all.
 *
 * @returns The ratio of ours to one message a call.
 */
export async function benchOneWay(uri: string, rounds: number, seconds: number): Promise<Spread> {
  const contestants = CONTESTANTS.map(({ name, title }) => ({
    name: title,
    measure: () => measure(name, uri, seconds),
  }));
  const standings = await interleave(contestants, rounds);
  const title = `One-way calls, ${BYTES} B, ${WINDOW} of them not confirmed at a time`;
  printStandings(title, standings, "calls/s");
  return standings.at(-1)?.ratio ?? spread([]);
}

async function measure(name: string, uri: string, seconds: number): Promise<number> {
  await using pair = await Pair.start(name, uri);
  await notes(pair, WARM_UP);
  const begun = performance.now();
  const count = await notes(pair, seconds);
  return (count * 1000) / (performance.now() - begun);
}

/** Sends notes for some time, and waits until all have come. */
async function notes({ caller, callee }: Pair, seconds: number): Promise<number> {
  const order = { bytes: BYTES, inFlight: WINDOW, seconds };
  const count = await caller.ask("notes", order, seconds);
  await callee.ask("heard", { count }, seconds);
  return count;
}
