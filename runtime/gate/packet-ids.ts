/**
 * Packet ids of messages at QoS 1 that the gate sends to one client: [MQTT-2.3.1-2] each is one that is
 * not in use.
 */
export class PacketIds {
  readonly #max: number;
  readonly #used = new Set<number>();
  #last = 0;

  /** @param max - How many may be in use at a time. */
  constructor(max: number) {
    this.#max = max;
  }

  /** An id that is free, 1 to 65535, or `undefined` if all that are allowed are in use. */
  take(): number | undefined {
    if (this.#used.size >= this.#max) return undefined;
    do this.#last = (this.#last % 65_535) + 1;
    while (this.#used.has(this.#last));
    this.#used.add(this.#last);
    return this.#last;
  }

  /** The client has acknowledged: the id is free again. */
  release(id: number): void {
    this.#used.delete(id);
  }
}
