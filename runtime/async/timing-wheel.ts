/** How far apart the instants are at which expired entries are looked for, in milliseconds. */
const SLOT_MS = 16;

/** Something that may expire. The wheel keeps its place in these two fields. */
export interface WheelEntry {
  previous: WheelEntry | undefined;
  next: WheelEntry | undefined;
  /** Called once, up to {@link SLOT_MS} after the time that was given, unless removed before. */
  expire(): void;
}

/**
 * Many time limits on one timer: to add or remove one costs two pointers, where a timer of Node's per
 * call would cost more than the call.
 */
export class TimingWheel<E extends WheelEntry = WheelEntry> {
  /** Slot number → ring of entries, closed by a sentinel. */
  readonly #slots = new Map<number, WheelEntry>();
  /** Entries that wait. */
  #size = 0;
  #timer: NodeJS.Timeout | undefined;
  /** The first slot that was not swept yet. */
  #nextSlot = 0;

  /** Expires `entry` at `at` on the clock of `performance.now()`. */
  add(entry: E, at: number): void {
    this.#keepTurning();
    const slot = Math.max(Math.ceil(at / SLOT_MS), this.#nextSlot);
    let ring = this.#slots.get(slot);
    if (ring === undefined) this.#slots.set(slot, (ring = sentinel()));
    const last = ring.previous!; // a ring is closed: both of its ends are always there
    entry.previous = last;
    entry.next = ring;
    last.next = entry;
    ring.previous = entry;
    this.#size++;
  }

  /** Takes `entry` out; twice is fine. */
  remove(entry: E): void {
    if (entry.next === undefined || entry.previous === undefined) return;
    entry.previous.next = entry.next;
    entry.next.previous = entry.previous;
    entry.previous = undefined;
    entry.next = undefined;
    this.#size--;
  }

  /** All that waits, the earliest slots not necessarily first. */
  *entries(): Iterable<E> {
    for (const ring of this.#slots.values()) {
      for (let entry = ring.next!; entry !== ring;) {
        const { next } = entry;
        yield entry as E; // only add puts entries into rings
        entry = next!;
      }
    }
  }

  #keepTurning(): void {
    if (this.#timer === undefined) {
      this.#nextSlot = Math.floor(performance.now() / SLOT_MS);
      this.#timer = setInterval(() => this.#sweep(), SLOT_MS);
    } else if (this.#size === 0) {
      this.#timer.ref();
    }
  }

  #sweep(): void {
    const present = Math.floor(performance.now() / SLOT_MS);
    for (; this.#nextSlot <= present; this.#nextSlot++) {
      const ring = this.#slots.get(this.#nextSlot);
      if (ring === undefined) continue;
      this.#slots.delete(this.#nextSlot);
      for (let entry = ring.next!; entry !== ring; entry = ring.next!) {
        this.remove(entry as E); // only add puts entries into rings
        entry.expire();
      }
    }
    if (this.#size > 0) return;
    // What waits keeps the process alive; empty slots don't, and are not worth a timer once swept.
    this.#timer?.unref();
    if (this.#slots.size > 0) return;
    clearInterval(this.#timer);
    this.#timer = undefined;
  }
}

function sentinel(): WheelEntry {
  const ring: WheelEntry = { previous: undefined, next: undefined, expire: () => {} };
  ring.previous = ring;
  ring.next = ring;
  return ring;
}
