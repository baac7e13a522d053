import type { Socket } from "node:net";
import type { TimingWheel, WheelEntry } from "../async/timing-wheel.ts";
import type { CloseKind } from "./close-reason.ts";
import { addressOf } from "./tcp-socket.ts";
import type { TrustedProxies } from "./trusted-proxies.ts";

/** What bounds the sockets of one gate. */
export interface DoorOptions {
  /** How many sockets may be open at a time, those that have not said CONNECT included. */
  readonly maxConnections: number;
  /** How many of them may be of one address, unless it is a proxy's; 0 for any number. */
  readonly maxConnectionsPerIp: number;
  readonly trustedProxies: TrustedProxies;
  /** How long a socket may take from being accepted to its CONNECT, in milliseconds. */
  readonly connectTimeoutMs: number;
}

/** Told of each socket that the door turned away, and why. */
export type OnTurnedAway = (socket: Socket, kind: CloseKind, text: string) => void;

/**
 * Where sockets come in: counts them, and closes those that say no CONNECT in time. TLS handshake and
 * WebSocket upgrade count towards that time.
 */
export class Door {
  readonly #options: DoorOptions;
  readonly #wheel: TimingWheel;
  readonly #onTurnedAway: OnTurnedAway;
  readonly #inside = new Map<Socket, Visit>();
  readonly #byIp = new Map<string, number>();
  readonly #onEmpty: (() => void)[] = [];

  constructor(options: DoorOptions, wheel: TimingWheel, onTurnedAway: OnTurnedAway) {
    this.#options = options;
    this.#wheel = wheel;
    this.#onTurnedAway = onTurnedAway;
  }

  /** How many sockets are open. */
  get size(): number {
    return this.#inside.size;
  }

  /** Counts a new socket in, or closes it and returns `undefined` if there is no room. */
  enter(socket: Socket): Visit | undefined {
    // An error is always followed by "close"; without a listener it would end the process.
    socket.on("error", () => {});
    const { maxConnections, connectTimeoutMs } = this.#options;
    const ip = addressOf(socket);
    const ofIp = this.#byIp.get(ip) ?? 0;
    if (this.#inside.size >= maxConnections) {
      const text = `${maxConnections} connections are open, as many as MaxConnNum allows`;
      return this.#turnAway(socket, text);
    }
    if (this.#isTooMany(ip, ofIp)) {
      const text = `${ofIp} connections of its address are open, as many as maxConnectionsPerIp allows`;
      return this.#turnAway(socket, text);
    }
    const visit = new Visit(this.#wheel, () => {
      this.#onTurnedAway(socket, "no_connect", `no CONNECT within ${connectTimeoutMs} ms`);
      socket.destroy();
    });
    this.#inside.set(socket, visit);
    this.#byIp.set(ip, ofIp + 1);
    this.#wheel.add(visit, performance.now() + connectTimeoutMs);
    socket.once("close", () => {
      this.#inside.delete(socket);
      this.#leave(ip);
      visit.greeted();
      if (this.#inside.size === 0) for (const resolve of this.#onEmpty.splice(0)) resolve();
    });
    return visit;
  }

  #isTooMany(ip: string, ofIp: number): boolean {
    const { maxConnectionsPerIp, trustedProxies } = this.#options;
    return maxConnectionsPerIp > 0 && ofIp >= maxConnectionsPerIp && !trustedProxies.has(ip);
  }

  #turnAway(socket: Socket, text: string): undefined {
    this.#onTurnedAway(socket, "refused", text);
    socket.destroy();
  }

  #leave(ip: string): void {
    const left = (this.#byIp.get(ip) ?? 0) - 1;
    if (left > 0) this.#byIp.set(ip, left);
    else this.#byIp.delete(ip);
  }

  /** Closes at once those that have said no CONNECT yet. */
  closeWaiting(): void {
    for (const [socket, visit] of this.#inside) if (visit.isAwaited) socket.destroy();
  }

  /** Closes all at once. */
  closeAll(): void {
    for (const socket of this.#inside.keys()) socket.destroy();
  }

  /** Resolves when no socket is open. */
  empty(): Promise<void> {
    if (this.#inside.size === 0) return Promise.resolve();
    return new Promise((resolve) => this.#onEmpty.push(resolve));
  }
}

/** A socket's time between being accepted and its CONNECT. */
export class Visit implements WheelEntry {
  previous: WheelEntry | undefined;
  next: WheelEntry | undefined;
  readonly expire: () => void;
  readonly #wheel: TimingWheel;

  constructor(wheel: TimingWheel, expire: () => void) {
    this.#wheel = wheel;
    this.expire = expire;
  }

  /** Whether CONNECT has not come yet. */
  get isAwaited(): boolean {
    return this.next !== undefined;
  }

  /** The client has said CONNECT, or is gone. Twice is fine. */
  greeted(): void {
    this.#wheel.remove(this);
  }
}
