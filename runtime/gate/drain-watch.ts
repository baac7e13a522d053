import type { TimingWheel, WheelEntry } from "../async/timing-wheel.ts";
import type { ClientSocket } from "./client-socket.ts";

/** How many bytes a client may take one time limit for. */
const BYTES_AT_A_TIME = 65_536;

/** What all {@link DrainWatch}es of a gate have in common. */
export interface DrainHost {
  readonly wheel: TimingWheel;
  readonly limits: {
    /** How long a client may take for each 64 KiB that wait for it, in milliseconds. */
    readonly drainTimeoutMs: number;
  };
}

/** Who hears of a client that takes nothing. */
export interface DrainOwner {
  /** Called once, if the client takes longer than it may. */
  onStuck(): void;
}

/**
 * Watches whether a client takes what was written to it: one that reads nothing, and gets too little to go
 * beyond `maxUnsentBytes`, would keep its memory for ever. That a write was taken is known when all of it was, so
 * there is more time for more bytes.
 */
export class DrainWatch implements WheelEntry {
  previous: WheelEntry | undefined;
  next: WheelEntry | undefined;
  readonly #socket: ClientSocket;
  readonly #host: DrainHost;
  readonly #owner: DrainOwner;
  #written = 0;
  /** What was taken when the time began. */
  #taken = 0;

  constructor(socket: ClientSocket, host: DrainHost, owner: DrainOwner) {
    this.#socket = socket;
    this.#host = host;
    this.#owner = owner;
  }

  /** So many bytes were written. */
  wrote(bytes: number): void {
    this.#written += bytes;
    if (this.next === undefined) this.#begin();
  }

  expire(): void {
    if (this.#written - this.#socket.unsentBytes > this.#taken) this.#begin();
    else if (this.#socket.unsentBytes > 0) this.#owner.onStuck();
  }

  /** Watches no more. Twice is fine. */
  stop(): void {
    this.#host.wheel.remove(this);
  }

  #begin(): void {
    const { unsentBytes } = this.#socket;
    if (unsentBytes === 0) return;
    const { wheel, limits } = this.#host;
    const timeoutMs = limits.drainTimeoutMs * Math.ceil(unsentBytes / BYTES_AT_A_TIME);
    this.#taken = this.#written - unsentBytes;
    wheel.add(this, performance.now() + timeoutMs);
  }
}
