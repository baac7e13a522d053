import type { Socket } from "node:net";
import type { TimingWheel, WheelEntry } from "../async/timing-wheel.ts";
import type { CloseKind } from "./close-reason.ts";
import { plainAddress } from "./plain-address.ts";
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
export type OnTurnedAway = (ip: string, kind: CloseKind, text: string) => void;

/**
 * Where sockets come in: counts them, and closes those that say no CONNECT in time. PROXY header, TLS
 * handshake and WebSocket upgrade count towards that time.
 */
export class Door {
  readonly #options: DoorOptions;
  readonly #wheel: TimingWheel;
  readonly #onTurnedAway: OnTurnedAway;
  readonly #inside = new Set<Visit>();
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
    const visit = new Visit(this.#wheel, socket, () =>
      this.turnAway(visit, "no_connect", `no CONNECT within ${connectTimeoutMs} ms`),
    );
    if (this.#inside.size >= maxConnections) {
      const text = `${maxConnections} connections are open, as many as MaxConnNum allows`;
      this.turnAway(visit, "refused", text);
      return undefined;
    }
    if (!this.#hasRoomFor(visit, visit.ip)) return undefined;
    this.#inside.add(visit);
    this.#count(visit.ip, 1);
    this.#wheel.add(visit, performance.now() + connectTimeoutMs);
    socket.once("close", () => {
      this.#inside.delete(visit);
      this.#count(visit.ip, -1);
      visit.greeted();
      if (this.#inside.size === 0) for (const resolve of this.#onEmpty.splice(0)) resolve();
    });
    return visit;
  }

  /**
   * Takes the word of a trusted proxy for where a client is.
   *
   * @returns `false` if there are too many of that address: then it was turned away.
   */
  locate(visit: Visit, ip: string): boolean {
    if (ip === visit.ip) return true;
    if (!this.#hasRoomFor(visit, ip)) return false;
    this.#count(visit.ip, -1);
    this.#count(ip, 1);
    visit.ip = ip;
    return true;
  }

  /** Closes a socket at once, and tells why. */
  turnAway(visit: Visit, kind: CloseKind, text: string): void {
    this.#onTurnedAway(visit.ip, kind, text);
    visit.socket.destroy();
  }

  /** Closes at once those that have said no CONNECT yet. */
  closeWaiting(): void {
    for (const visit of this.#inside) if (visit.isAwaited) visit.socket.destroy();
  }

  /** Closes all at once. */
  closeAll(): void {
    for (const { socket } of this.#inside) socket.destroy();
  }

  /** Resolves when no socket is open. */
  empty(): Promise<void> {
    if (this.#inside.size === 0) return Promise.resolve();
    return new Promise((resolve) => this.#onEmpty.push(resolve));
  }

  #hasRoomFor(visit: Visit, ip: string): boolean {
    const { maxConnectionsPerIp, trustedProxies } = this.#options;
    const ofIp = this.#byIp.get(ip) ?? 0;
    if (maxConnectionsPerIp === 0 || ofIp < maxConnectionsPerIp || trustedProxies.has(ip)) {
      return true;
    }
    const text = `${ofIp} connections of its address are open, as many as maxConnectionsPerIp allows`;
    this.#onTurnedAway(ip, "refused", text);
    visit.socket.destroy();
    return false;
  }

  #count(ip: string, change: 1 | -1): void {
    const count = (this.#byIp.get(ip) ?? 0) + change;
    if (count > 0) this.#byIp.set(ip, count);
    else this.#byIp.delete(ip);
  }
}

/** A socket that has come in; and its time until its CONNECT. */
export class Visit implements WheelEntry {
  previous: WheelEntry | undefined;
  next: WheelEntry | undefined;
  readonly expire: () => void;
  /** What came in; over TLS the encrypted one. */
  readonly socket: Socket;
  /** Where the client is, as far as is known. */
  ip: string;
  readonly #wheel: TimingWheel;

  constructor(wheel: TimingWheel, socket: Socket, expire: () => void) {
    this.#wheel = wheel;
    this.socket = socket;
    // Nothing, if the peer is gone already.
    this.ip = plainAddress(socket.remoteAddress ?? "");
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
