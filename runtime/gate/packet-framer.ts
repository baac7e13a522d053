import { Violation } from "./close-reason.ts";

const EMPTY = Buffer.alloc(0);

/** Room made for a packet of which only the beginning has come, in bytes; it doubles as more comes. */
const FIRST_ROOM = 256;

/**
 * Cuts a stream of bytes into whole MQTT packets, without looking into them. A packet that lies within
 * one chunk is returned as a view of it.
 *
 * A packet's size is checked as soon as its header is there. What is kept of an unfinished packet takes
 * at most twice the bytes that came, whatever the header promises.
 */
export class PacketFramer {
  /** The largest whole packet accepted, header included, in bytes. */
  maxPacketBytes: number;
  #chunk: Buffer = EMPTY;
  #at = 0;
  /** Chunks behind the present one: only while the reader has stopped. */
  readonly #waiting: Buffer[] = [];
  /** The beginning of a packet whose end is in a later chunk. */
  #partial: Buffer = EMPTY;
  #partialLength = 0;

  constructor(maxPacketBytes: number) {
    this.maxPacketBytes = maxPacketBytes;
  }

  /** Whether all that came was returned as packets. */
  get isEmpty(): boolean {
    return this.#partialLength === 0 && this.#at === this.#chunk.length;
  }

  push(chunk: Buffer): void {
    if (this.#at < this.#chunk.length) {
      this.#waiting.push(chunk);
    } else {
      this.#chunk = chunk;
      this.#at = 0;
    }
  }

  /**
   * The next whole packet, or `undefined` until more bytes come.
   *
   * @throws {Violation} `malformed` if the length has a fifth byte, `too_large` beyond `maxPacketBytes`.
   */
  next(): Buffer | undefined {
    for (;;) {
      const packet = this.#nextOfChunk();
      if (packet !== undefined) return packet;
      const chunk = this.#waiting.shift();
      // An exhausted chunk is let go: an idle client costs no buffer.
      this.#chunk = chunk ?? EMPTY;
      this.#at = 0;
      if (chunk === undefined) return undefined;
    }
  }

  #nextOfChunk(): Buffer | undefined {
    const end = this.#chunk.length;
    if (this.#at === end) return undefined;
    if (this.#partialLength === 0) {
      const start = this.#at;
      const size = this.#sizeOf(this.#chunk, start, end);
      if (size !== undefined && start + size <= end) {
        this.#at = start + size;
        // Mostly it is all that came.
        return size === end ? this.#chunk : this.#chunk.subarray(start, this.#at);
      }
    }
    return this.#gather();
  }

  #gather(): Buffer | undefined {
    while (this.#at < this.#chunk.length) {
      const known = this.#sizeOf(this.#partial, 0, this.#partialLength);
      // Until the size is known, byte by byte: the byte behind the length may be the next packet's.
      const wanted = known === undefined ? 1 : known - this.#partialLength;
      this.#append(Math.min(wanted, this.#chunk.length - this.#at), known);
      if (this.#sizeOf(this.#partial, 0, this.#partialLength) === this.#partialLength) {
        const packet = this.#partial.subarray(0, this.#partialLength);
        this.#partial = EMPTY;
        this.#partialLength = 0;
        return packet;
      }
    }
    return undefined;
  }

  #append(count: number, size: number | undefined): void {
    const length = this.#partialLength + count;
    if (length > this.#partial.length) {
      const room = Math.max(length, Math.min(size ?? FIRST_ROOM, 2 * length), 8);
      const larger = Buffer.allocUnsafe(room);
      this.#partial.copy(larger, 0, 0, this.#partialLength);
      this.#partial = larger;
    }
    this.#chunk.copy(this.#partial, this.#partialLength, this.#at, this.#at + count);
    this.#partialLength = length;
    this.#at += count;
  }

  /** The size of the packet that begins at `start`, or `undefined` while its length has not come whole. */
  #sizeOf(bytes: Buffer, start: number, end: number): number | undefined {
    let remaining = 0;
    for (let index = 1; index <= 4; index++) {
      if (start + index >= end) return undefined;
      const byte = bytes[start + index]!; // below `end`
      remaining += (byte & 0x7f) << (7 * (index - 1));
      if (byte < 0x80) return this.#checked(1 + index + remaining);
    }
    // [MQTT-2.2.3] The remaining length has at most four bytes.
    throw new Violation("malformed", "the remaining length has more than four bytes");
  }

  #checked(size: number): number {
    if (size <= this.maxPacketBytes) return size;
    throw new Violation(
      "too_large",
      `a packet of ${size} bytes; ${this.maxPacketBytes} are allowed`,
    );
  }
}

/** Where the variable header of a whole packet begins. */
export function bodyStart(packet: Buffer): number {
  let index = 1;
  while (packet[index]! >= 0x80) index++; // the framer saw the whole length
  return index + 1;
}
