import type { TimingWheel, WheelEntry } from "../async/timing-wheel.ts";

/** Something whose time is over, or that has to make room. */
interface Awaited {
  /** Nobody came back for it. */
  expired(text: string): void;
}

/** Sessions without a connection, until their clients come back or it is too late. */
export class AwayClients<C extends Awaited> {
  readonly #max: number;
  readonly #wheel: TimingWheel;
  /** Who has been away longest comes first. */
  readonly #away = new Map<C, WheelEntry>();

  /** @param max - How many are kept at a time. */
  constructor(max: number, wheel: TimingWheel) {
    this.#max = max;
    this.#wheel = wheel;
  }

  get size(): number {
    return this.#away.size;
  }

  /** Keeps one; if there is no room, who has been away longest makes it. */
  add(client: C, ms: number): void {
    const entry: WheelEntry = {
      previous: undefined,
      next: undefined,
      expire: () => client.expired(`its client did not come back within ${ms} ms`),
    };
    this.#away.set(client, entry);
    this.#wheel.add(entry, performance.now() + ms);
    if (this.#away.size <= this.#max) return;
    const [oldest] = this.#away.keys();
    oldest?.expired(
      `${this.#max} sessions wait for their clients, as many as maxAwaySessions allows`,
    );
  }

  /** Its client is back, or the session is over. Twice is fine. */
  remove(client: C): void {
    const entry = this.#away.get(client);
    if (entry === undefined) return;
    this.#wheel.remove(entry);
    this.#away.delete(client);
  }
}
