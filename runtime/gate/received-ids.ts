import { Violation } from "./close-reason.ts";
import { REASON } from "./reason-code.ts";

/**
 * Packet ids of publishes at QoS 2 that were served and not released yet: [MQTT-4.3.3-2] one of them that
 * comes again is not served again.
 */
export class ReceivedIds {
  readonly #max: number;
  readonly #ids = new Set<number>();

  /** @param max - How many a client may leave without PUBREL. */
  constructor(max: number) {
    this.#max = max;
  }

  /** Whether a publish of this id was received and not released. */
  has(id: number): boolean {
    return this.#ids.has(id);
  }

  /**
   * Takes note of a publish.
   *
   * @throws {Violation} if there are too many.
   */
  receive(id: number): void {
    if (this.#ids.has(id)) return;
    if (this.#ids.size >= this.#max) {
      const text = `${this.#max} publishes at QoS 2 without PUBREL`;
      throw new Violation("violation", text, REASON.receiveMaximumExceeded);
    }
    this.#ids.add(id);
  }

  /**
   * PUBREL: the id may be used for another publish.
   *
   * @returns Whether it was in use.
   */
  release(id: number): boolean {
    return this.#ids.delete(id);
  }
}
