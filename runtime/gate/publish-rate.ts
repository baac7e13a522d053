import type { TimingWheel, WheelEntry } from "../async/timing-wheel.ts";

/**
 * How fast one client may publish: so many a second, and as many at once. Nothing is dropped: who is faster
 * is not read for a while.
 */
export class PublishRate implements WheelEntry {
  previous: WheelEntry | undefined;
  next: WheelEntry | undefined;
  readonly expire: () => void;
  readonly #perSecond: number;
  readonly #wheel: TimingWheel;
  #left: number;
  #countedAt = performance.now();

  /** @param onRoom - Called when the client may be read again. */
  constructor(perSecond: number, wheel: TimingWheel, onRoom: () => void) {
    this.#perSecond = perSecond;
    this.#left = perSecond;
    this.#wheel = wheel;
    this.expire = onRoom;
  }

  /** Whether the client has to wait. */
  get isExhausted(): boolean {
    return this.next !== undefined;
  }

  /** Counts a publish. */
  count(): void {
    const now = performance.now();
    const gained = ((now - this.#countedAt) * this.#perSecond) / 1000;
    this.#countedAt = now;
    this.#left = Math.min(this.#perSecond, this.#left + gained) - 1;
    if (this.#left >= 1 || this.isExhausted) return;
    this.#wheel.add(this, now + ((1 - this.#left) * 1000) / this.#perSecond);
  }

  /** Wakes nobody any more. */
  stop(): void {
    this.#wheel.remove(this);
  }
}
