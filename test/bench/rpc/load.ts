import { bodyOf, type Body } from "./contestant.ts";
import type { Load, Loop } from "./orders.ts";

type Call = (body: Body) => Promise<Body>;

let lastId = 0;

/** Makes calls for some time, so many at a time, and looks at each reply. */
export async function load(
  call: Call,
  { bytes, inFlight, seconds }: Loop & { seconds: number },
): Promise<Load> {
  const body = bodyOf(bytes);
  const latencies: number[] = [];
  let calls = 0;
  const begun = performance.now();
  const end = begun + seconds * 1000;
  await together(inFlight, async () => {
    for (let at = performance.now(); at < end;) {
      await checked(call, body);
      const now = performance.now();
      calls++;
      if (now <= end) latencies.push(now - at);
      at = now;
    }
  });
  const sorted = Float64Array.from(latencies).sort();
  const rank = (share: number): number => sorted[Math.floor(sorted.length * share)] ?? Number.NaN;
  return { perSecond: sorted.length / seconds, p50: rank(0.5), p99: rank(0.99), calls };
}

/** Makes that many calls. */
export async function calls(
  call: Call,
  { bytes, inFlight, count }: Loop & { count: number },
): Promise<true> {
  const body = bodyOf(bytes);
  let left = count;
  await together(inFlight, async () => {
    while (left-- > 0) await checked(call, body);
  });
  return true;
}

/** Sends notes for some time; how many, once the broker has all of them. */
export async function notes(
  note: ((body: Body) => Promise<void>) | undefined,
  { bytes, inFlight, seconds }: Loop & { seconds: number },
): Promise<number> {
  if (note === undefined) throw new Error("there is no way to send a note");
  const body = bodyOf(bytes);
  const end = performance.now() + seconds * 1000;
  let sent = 0;
  await together(inFlight, async () => {
    while (performance.now() < end) {
      sent++;
      await note({ ...body, id: ++lastId });
    }
  });
  return sent;
}

async function together(count: number, loop: () => Promise<void>): Promise<void> {
  await Promise.all(Array.from({ length: count }, loop));
}

async function checked(call: Call, body: Body): Promise<void> {
  const id = ++lastId;
  const reply = await call({ ...body, id });
  if (reply.id !== id) throw new Error(`call ${id} got the reply to ${reply.id}`);
}
