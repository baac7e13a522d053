// Prints calls per second of CPU time and bytes of a message as JSON: <codec> <body> <calls in a message> <seconds>.
import assert from "node:assert/strict";
import { deserialize, serialize } from "node:v8";
import { peerModule } from "../peers.ts";
import { bodies } from "./bodies.ts";
import { generalCodec, type Call, type Codec } from "./codec.ts";
import { ourCodec } from "./our-codec.ts";

/** In seconds. */
const WARM_UP = 0.3;

const [name = "", bodyName = "", batch = 1, seconds = 1] = process.argv.slice(2).map(numeric);
const body = bodies[bodyName];
if (body === undefined) throw new Error(`no body "${bodyName}"`);

const calls = Array.from({ length: Number(batch) }, (_, index): Call => ({
  number: 1_000_000 + index,
  handler: "HD_Say",
  timeoutMs: 5000,
  caller: "Gate001",
  args: [body.make()],
  plainFrom: body.plainFrom,
  isOneWay: false,
  heldTurns: [],
  traceparent: undefined,
}));
const { roundTrip } = await codec(String(name));
check();
measure(WARM_UP);
globalThis.gc?.();
const perSecond = measure(Number(seconds));
console.log(JSON.stringify({ perSecond, bytes: roundTrip(calls).bytes }));

async function codec(wanted: string): Promise<Codec> {
  if (wanted === "ours") return ourCodec();
  if (wanted === "v8.serialize") return generalCodec(serialize, deserialize);
  // What peers/codecs.ts exports.
  const { codecs } = (await peerModule("codecs.ts")) as { codecs: Record<string, Codec> };
  const found = codecs[wanted];
  if (found === undefined) throw new Error(`no codec "${wanted}"`);
  return found;
}

/** All that went in has to come out; bytes may be a Buffer. */
function check(): void {
  const came = roundTrip(calls).calls.map(({ number, args }) => ({ number, args: plain(args) }));
  assert.deepEqual(
    came,
    calls.map(({ number, args }) => ({ number, args: plain(args) })),
  );
}

function plain(args: readonly unknown[]): unknown {
  return JSON.parse(
    JSON.stringify(args, (_key, value: unknown) =>
      value instanceof Uint8Array || isBufferJson(value) ? hex(value) : value,
    ),
  );
}

/** A Buffer says itself in JSON before anybody can look at it. */
function isBufferJson(value: unknown): value is { type: "Buffer"; data: number[] } {
  return typeof value === "object" && value !== null && "type" in value && value.type === "Buffer";
}

function hex(value: Uint8Array | { data: number[] }): string {
  return Buffer.from(value instanceof Uint8Array ? value : value.data).toString("hex");
}

/** Calls per second of CPU time: that of others on the machine does not count. */
function measure(forSeconds: number): number {
  const begun = process.cpuUsage();
  const chunk = Math.ceil(256 / calls.length);
  let messages = 0;
  let took = 0;
  while (took < forSeconds) {
    for (let i = 0; i < chunk; i++) roundTrip(calls);
    messages += chunk;
    const { user, system } = process.cpuUsage(begun);
    took = (user + system) / 1e6;
  }
  return (messages * calls.length) / took;
}

function numeric(text: string): string | number {
  return /^[\d.]+$/.test(text) ? Number(text) : text;
}
