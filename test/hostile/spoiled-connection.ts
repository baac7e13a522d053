import { once } from "node:events";
import { connect, type Socket } from "node:net";
import { goodExchange } from "./good-exchange.ts";
import { mutate } from "./mutate.ts";
import { Random } from "./random.ts";
import { clientFrame, UPGRADE } from "./web-socket-bytes.ts";

/** Where a gate listens. */
export interface Ports {
  readonly tcp: number;
  readonly ws: number;
}

/** First bytes of frames: whole and in fragments, binary and text, ping, pong, close, reserved. */
const FIRST_BYTES = [
  0x82, 0x82, 0x82, 0x02, 0x00, 0x80, 0x81, 0x89, 0x8a, 0x88, 0xc2, 0x83,
] as const;

/**
 * Opens one connection and sends what its seed says: a good exchange with a few things wrong, over TCP or
 * WebSocket, at once, in pieces or byte by byte, reading or not; then ends it in one of the ways there are.
 * Resolves when it is closed.
 */
export async function spoiledConnection(seed: number, ports: Ports): Promise<void> {
  const random = new Random(seed);
  const isWeb = random.below(5) < 2;
  const packets = goodExchange(random.pick([3, 4, 5]), random.pick(["f", "fuzz", `fuzz${seed}`]));
  const bytes = isWeb ? webBytes(random, packets) : Buffer.concat(mutate(random, packets));
  const socket = connect({ port: isWeb ? ports.ws : ports.tcp, host: "127.0.0.1", noDelay: true });
  const closed = new Promise<void>((resolve) => socket.once("close", () => resolve()));
  socket.on("error", () => {}); // "close" follows
  if (random.below(20) > 0) socket.resume();
  await Promise.race([once(socket, "connect").catch(() => undefined), closed]);
  await send(random, socket, bytes);
  const end = random.below(50);
  if (end < 20) socket.end();
  else if (end < 30) socket.destroy();
  else if (end < 40) socket.resetAndDestroy();
  // The others wait for the gate, which closes them after DISCONNECT, a fault, or `connectTimeoutMs`; of the
  // rest each has said CONNECT and may stay.
  const patience = setTimeout(() => socket.destroy(), 300);
  socket.resume(); // the end has to be read
  await closed;
  clearTimeout(patience);
}

/** The exchange in frames: spoiled inside of them, as frames, or in the request that comes first. */
function webBytes(random: Random, packets: readonly Buffer[]): Buffer {
  const inside = random.below(2) === 0;
  const payloads = inside ? mutate(random, packets) : packets;
  const frames = payloads.map((payload) =>
    clientFrame(inside && random.below(10) > 0 ? 0x82 : random.pick(FIRST_BYTES), payload),
  );
  const sent = inside ? frames : mutate(random, frames);
  const upgrade = random.below(8) === 0 ? mutate(random, [UPGRADE]) : [UPGRADE];
  return Buffer.concat([...upgrade, ...sent]);
}

async function send(random: Random, socket: Socket, bytes: Buffer): Promise<void> {
  const turn = () => new Promise((resolve) => setImmediate(resolve));
  const kind = random.below(10);
  if (kind < 5) {
    socket.write(bytes);
  } else if (kind < 9) {
    const cut = random.below(bytes.length + 1);
    socket.write(bytes.subarray(0, cut));
    await turn();
    socket.write(bytes.subarray(cut));
  } else {
    for (let at = 0; at < bytes.length && socket.writable; at++) {
      socket.write(bytes.subarray(at, at + 1));
      await turn();
    }
  }
}
