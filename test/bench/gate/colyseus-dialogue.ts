import type { OpenClient } from "./dialogue.ts";
import { BODY } from "./server.ts";
import { openWire } from "./wire.ts";

/** First bytes of Colyseus' messages. */
const JOIN_ROOM = 10;
const ROOM_DATA = 13;
const MESSAGE_TYPE = "echo";

/** What Colyseus answers who wants to join a room. */
interface Seat {
  readonly processId: string;
  readonly roomId: string;
  readonly sessionId: string;
}

/** A client of Colyseus, in a room with all others. */
export const openPlayer: OpenClient = async ({ port, network }, _number, { onReply }) => {
  const url = `http://127.0.0.1:${port}/matchmake/joinOrCreate/${MESSAGE_TYPE}`;
  const headers = { "content-type": "application/json" };
  const response = await fetch(url, { method: "POST", headers, body: "{}" });
  const { processId, roomId, sessionId } = (await response.json()) as Seat; // as its own client reads it
  const path = `/${processId}/${roomId}?sessionId=${sessionId}`;
  let onJoined: (() => void) | undefined;
  const joined = new Promise<void>((resolve) => (onJoined = resolve));
  const onMessage = (message: Buffer): void => {
    if (message[0] === JOIN_ROOM) onJoined?.();
    else if (message[0] === ROOM_DATA) onReply();
  };
  const wire = await openWire({ port, network, path, messages: "frames", onMessage });
  await joined;
  wire.send(Buffer.from([JOIN_ROOM]));
  const request = Buffer.concat([Buffer.from([ROOM_DATA]), packed(MESSAGE_TYPE), packedBody()]);
  return { ask: () => wire.send(request), close: () => wire.close() };
};

/** The body in MessagePack: a map of fewer than 16 texts. */
function packedBody(): Buffer {
  const entries = Object.entries(BODY);
  const texts = entries.flatMap(([key, value]) => [packed(key), packed(value)]);
  return Buffer.concat([Buffer.from([0x80 | entries.length]), ...texts]);
}

/** A text of fewer than 256 bytes in MessagePack. */
function packed(text: string): Buffer {
  const bytes = Buffer.from(text);
  const head = bytes.length < 32 ? [0xa0 | bytes.length] : [0xd9, bytes.length];
  return Buffer.concat([Buffer.from(head), bytes]);
}
