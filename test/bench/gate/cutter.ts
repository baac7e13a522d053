const NOTHING = Buffer.alloc(0);

/**
 * The size of the part that begins at an offset, or `undefined` while too little of it has come to tell.
 */
export type SizeOf = (bytes: Buffer, at: number) => number | undefined;

/** Cuts a stream of bytes into parts that say how long they are. */
export class Cutter {
  readonly #sizeOf: SizeOf;
  readonly #onPart: (part: Buffer) => void;
  #rest: Buffer = NOTHING;

  constructor(sizeOf: SizeOf, onPart: (part: Buffer) => void) {
    this.#sizeOf = sizeOf;
    this.#onPart = onPart;
  }

  push(chunk: Buffer): void {
    const bytes = this.#rest.length === 0 ? chunk : Buffer.concat([this.#rest, chunk]);
    this.#rest = NOTHING;
    for (let at = 0; at < bytes.length;) {
      const size = this.#sizeOf(bytes, at);
      if (size === undefined || at + size > bytes.length) {
        this.#rest = bytes.subarray(at);
        return;
      }
      this.#onPart(bytes.subarray(at, at + size));
      at += size;
    }
  }
}

/** Of an MQTT packet below 16,384 bytes. */
export function packetSize(bytes: Buffer, at: number): number | undefined {
  const first = bytes[at + 1] ?? 0x80;
  if (first < 0x80) return 2 + first;
  const second = bytes[at + 2];
  return second === undefined ? undefined : 3 + (first & 0x7f) + second * 0x80;
}

/** Of a WebSocket frame from a server, below 65,536 bytes. */
export function frameSize(bytes: Buffer, at: number): number | undefined {
  const length = bytes[at + 1];
  if (length === undefined) return undefined;
  if (length < 126) return 2 + length;
  return at + 4 > bytes.length ? undefined : 4 + bytes.readUInt16BE(at + 2);
}

/** What a WebSocket frame carries. */
export function payloadOf(frame: Buffer): Buffer {
  return frame.subarray(frame[1] === 126 ? 4 : 2);
}
