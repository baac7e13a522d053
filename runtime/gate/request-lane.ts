import type { TimingWheel } from "../async/timing-wheel.ts";
import type { Publish } from "./publish-packet.ts";
import { PublishRate } from "./publish-rate.ts";
import type { RequestsInFlight } from "./requests-in-flight.ts";

/** Serves publishes, at once, in the order in which they come. */
export interface PublishServer {
  /** Resolves with the publish when it is served; never rejects. */
  serve(publish: Publish): Promise<Publish>;
}

/** What was not served when a client's requests were given up. */
export interface GivenUp {
  /** They have been begun. */
  readonly running: readonly Publish[];
  /** They never will be. */
  readonly waiting: readonly Publish[];
}

/** What bounds the requests of one client; `GateSettings` says what each means. */
export interface RequestLimits {
  readonly maxRequestsInFlight: number;
  readonly maxRequestsWaiting: number;
  /** 0 for as many as the client likes. */
  readonly maxPublishesPerSecond: number;
}

/**
 * The requests of one client: a number of them run, and as many as may wait do, so that what comes behind
 * them is read: a ping, or the PUBACK that a handler waits for.
 */
export class RequestLane {
  readonly #limits: RequestLimits;
  readonly #server: PublishServer;
  readonly #requests: RequestsInFlight;
  readonly #onRoom: () => void;
  readonly #rate: PublishRate | undefined;
  // Both made on demand: most clients ask little for most of the time. Those that run are in no order: one of a
  // few is found in a list in less time than in a set.
  #running: Publish[] | undefined;
  #waiting: Publish[] | undefined;

  /** @param onRoom - Called when the lane is no longer full. */
  constructor(
    limits: RequestLimits,
    wheel: TimingWheel,
    server: PublishServer,
    requests: RequestsInFlight,
    onRoom: () => void,
  ) {
    this.#limits = limits;
    const { maxPublishesPerSecond } = limits;
    if (maxPublishesPerSecond > 0) {
      this.#rate = new PublishRate(maxPublishesPerSecond, wheel, onRoom);
    }
    this.#server = server;
    this.#requests = requests;
    this.#onRoom = onRoom;
  }

  /** How many publishes are served, or wait to be. */
  get size(): number {
    return this.#runningCount + (this.#waiting?.length ?? 0);
  }

  /** Whether no more publishes should be read. */
  get isFull(): boolean {
    if (this.#rate?.isExhausted === true) return true;
    return this.#waiting !== undefined && this.#waiting.length >= this.#limits.maxRequestsWaiting;
  }

  /** Takes note of a publish, whether it is going to be served or not. */
  count(): void {
    this.#rate?.count();
  }

  /** Serves a publish, now or when others have ended. */
  add(publish: Publish): void {
    if (this.#runningCount < this.#limits.maxRequestsInFlight) this.#serve(publish);
    else (this.#waiting ??= []).push(publish);
  }

  /** The connection broke: those that wait and were acknowledged are served all the same. */
  keepAcknowledged(): void {
    this.#waiting = this.#waiting?.filter(({ qos }) => qos > 0);
  }

  /** Serves none of those that wait any more, and tells what there was to do. */
  giveUp(): GivenUp {
    const running = [...(this.#running ?? [])];
    const waiting = this.#waiting ?? [];
    this.#waiting = undefined;
    return { running, waiting };
  }

  /** Forgets those that wait, and wakes nobody any more. */
  clear(): void {
    this.#rate?.stop();
    this.#waiting = undefined;
  }

  get #runningCount(): number {
    return this.#running?.length ?? 0;
  }

  #serve(publish: Publish): void {
    (this.#running ??= []).push(publish);
    this.#requests.began();
    void this.#server.serve(publish).then(this.#onServed); // neither rejects
  }

  readonly #onServed = (publish: Publish) => {
    this.#remove(publish);
    this.#serveNext();
    this.#requests.ended(); // now, so that those that waited count all the time
  };

  #remove(publish: Publish): void {
    const running = this.#running ?? [];
    const last = running.pop();
    if (last !== undefined && last !== publish) running[running.indexOf(publish)] = last;
  }

  #serveNext(): void {
    if (this.#waiting === undefined) return;
    const wasFull = this.isFull;
    const next = this.#waiting.shift();
    if (next !== undefined) this.#serve(next);
    if (wasFull) this.#onRoom();
  }
}
