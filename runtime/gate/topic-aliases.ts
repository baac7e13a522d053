import { Violation } from "./close-reason.ts";
import { REASON } from "./reason-code.ts";

/** The topic aliases of MQTT 5 that a client has set: [MQTT-3.3.2-7] they end with the connection. */
export class ReceivedAliases {
  readonly #max: number;
  readonly #topics = new Map<number, string>();

  /** @param max - The greatest alias, as CONNACK said: [MQTT-3.3.2-9]. */
  constructor(max: number) {
    this.#max = max;
  }

  /**
   * The topic that is meant; one that comes with an alias is kept.
   *
   * @param topic - Empty where only the alias was sent.
   * @throws {Violation}
   */
  resolve(alias: number, topic: string): string {
    // [MQTT-3.3.2-8] An alias is not 0.
    if (alias === 0 || alias > this.#max) {
      const text = `topic alias ${alias}; 1 to ${this.#max} are allowed`;
      throw new Violation("violation", text, REASON.invalidTopicAlias);
    }
    if (topic !== "") {
      this.#topics.set(alias, topic);
      return topic;
    }
    const known = this.#topics.get(alias);
    if (known !== undefined) return known;
    throw new Violation("violation", `topic alias ${alias} was never set`);
  }
}

/** An alias to send a topic with, and whether the client knows it. */
export interface SentAlias {
  readonly alias: number;
  readonly isKnown: boolean;
}

/** The topic aliases that the gate has set for a client; who comes first gets one. */
export class SentAliases {
  readonly #max: number;
  readonly #aliases = new Map<string, number>();

  /** @param max - The greatest alias that the client accepts: [MQTT-3.1.2-26]. */
  constructor(max: number) {
    this.#max = max;
  }

  /** An alias of the topic, or `undefined` if all are taken. */
  aliasOf(topic: string): SentAlias | undefined {
    const known = this.#aliases.get(topic);
    if (known !== undefined) return { alias: known, isKnown: true };
    const alias = this.#aliases.size + 1;
    if (alias > this.#max) return undefined;
    this.#aliases.set(topic, alias);
    return { alias, isKnown: false };
  }
}
