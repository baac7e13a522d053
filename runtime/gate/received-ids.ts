import { Violation } from "./close-reason.ts";

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

  /**
   * Takes note of a publish.
   *
   * @returns Whether it is to be served.
   * @throws {Violation} if there are too many.
   */
  receive(id: number): boolean {
    if (this.#ids.has(id)) return false;
    if (this.#ids.size >= this.#max) {
      throw new Violation("violation", `${this.#max} publishes at QoS 2 without PUBREL`);
    }
    this.#ids.add(id);
    return true;
  }

  /** PUBREL: the id may be used for another publish. */
  release(id: number): void {
    this.#ids.delete(id);
  }
}
