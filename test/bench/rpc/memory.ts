import type { Memory } from "./orders.ts";
import { Pair } from "./pair.ts";

const STEPS = 10;
/** The steps before count for nothing: caches and the heap reach their size in them. */
const SETTLED_AFTER = 2;
const LOOP = { bytes: 100, inFlight: 64 };
/** No contestant makes fewer calls than this. */
const SLOWEST_PER_SECOND = 1000;

/** What a process has in the end of what each call left behind, in bytes a call. */
export interface Slopes {
  readonly caller: number;
  readonly callee: number;
}

/** The memory of both processes over many calls through ours. */
export async function benchMemory(uri: string, calls: number): Promise<Slopes> {
  const step = Math.ceil(calls / STEPS);
  const callers: Memory[] = [];
  const callees: Memory[] = [];
  console.log(
    `\n### Memory over ${STEPS} × ${step.toLocaleString("en-US")} calls, ${LOOP.bytes} B, ` +
      `${LOOP.inFlight} in flight, after a garbage collection\n`,
  );
  console.log("| calls | caller: RSS, heap, MB | callee: RSS, heap, MB |");
  console.log("|---:|---:|---:|");
  await using pair = await Pair.start("ours", uri);
  for (let made = 1; made <= STEPS; made++) {
    await pair.caller.ask("calls", { ...LOOP, count: step }, step / SLOWEST_PER_SECOND);
    const caller = await pair.caller.ask("memory", true);
    const callee = await pair.callee.ask("memory", true);
    callers.push(caller);
    callees.push(callee);
    const number = (made * step).toLocaleString("en-US");
    console.log(`| ${number} | ${megabytes(caller)} | ${megabytes(callee)} |`);
  }
  const of = (steps: readonly Memory[], key: keyof Memory): number =>
    slope(steps.slice(SETTLED_AFTER).map((each) => each[key])) / step;
  const text = (key: keyof Memory): string =>
    `${of(callers, key).toFixed(2)} at the caller, ${of(callees, key).toFixed(2)} at the callee`;
  console.log(
    `\nSlope from the ${((SETTLED_AFTER + 1) * step).toLocaleString("en-US")}th call on, bytes a call: ` +
      `RSS ${text("rss")}; heap ${text("heapUsed")}`,
  );
  return { caller: of(callers, "rss"), callee: of(callees, "rss") };
}

/** Of the line that is nearest to `values` by least squares, from one to the next. */
function slope(values: readonly number[]): number {
  const middle = (values.length - 1) / 2;
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  let above = 0;
  let below = 0;
  for (const [index, value] of values.entries()) {
    above += (index - middle) * (value - mean);
    below += (index - middle) ** 2;
  }
  return above / below;
}

function megabytes({ rss, heapUsed }: Memory): string {
  return `${(rss / 2 ** 20).toFixed(1)}, ${(heapUsed / 2 ** 20).toFixed(1)}`;
}
