import type { Publish } from "./publish-packet.ts";

/** Serves publishes, at once, in the order in which they come. Never rejects. */
export interface PublishServer {
  serve(publish: Publish): Promise<void>;
}

/** What bounds the requests of one client; `GateSettings` says what each means. */
export interface RequestLimits {
  readonly maxRequestsInFlight: number;
  readonly maxRequestsWaiting: number;
}

/**
 * The requests of one client: a number of them run, and as many as may wait do, so that what comes behind
 * them is read: a ping, or the PUBACK that a handler waits for.
 */
export class RequestLane {
  readonly #limits: RequestLimits;
  readonly #server: PublishServer;
  readonly #onRoom: () => void;
  #running = 0;
  // Made on demand: most clients never have that many.
  #waiting: Publish[] | undefined;

  /** @param onRoom - Called when the lane is no longer full. */
  constructor(limits: RequestLimits, server: PublishServer, onRoom: () => void) {
    this.#limits = limits;
    this.#server = server;
    this.#onRoom = onRoom;
  }

  /** Whether no more publishes should be read. */
  get isFull(): boolean {
    return this.#waiting !== undefined && this.#waiting.length >= this.#limits.maxRequestsWaiting;
  }

  /** Serves a publish, now or when others have ended. */
  add(publish: Publish): void {
    if (this.#running < this.#limits.maxRequestsInFlight) this.#serve(publish);
    else (this.#waiting ??= []).push(publish);
  }

  /** Forgets those that wait. */
  clear(): void {
    this.#waiting = undefined;
  }

  #serve(publish: Publish): void {
    this.#running++;
    void this.#server.serve(publish).then(this.#onServed); // neither rejects
  }

  readonly #onServed = () => {
    this.#running--;
    if (this.#waiting === undefined) return;
    const wasFull = this.isFull;
    const next = this.#waiting.shift();
    if (next !== undefined) this.#serve(next);
    if (wasFull) this.#onRoom();
  };
}
