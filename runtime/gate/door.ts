import type { Socket } from "node:net";
import type { TimingWheel, WheelEntry } from "../async/timing-wheel.ts";
import type { Network } from "./client-socket.ts";
import type { CloseKind, CloseReason } from "./close-reason.ts";
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

/** Told of each socket that ended before it was a connection of MQTT, and why. */
export type OnEnded = (visit: Visit, reason: CloseReason) => void;

/**
 * Where sockets come in: counts them, closes those that say no CONNECT in time, and tells of the end of
 * those that never became connections. PROXY header, TLS handshake and WebSocket upgrade count towards that
 * time.
 */
export class Door {
  readonly #options: DoorOptions;
  readonly #wheel: TimingWheel;
  readonly #onEnded: OnEnded;
  readonly #inside = new Set<Visit>();
  readonly #byIp = new Map<string, number>();
  readonly #onEmpty: (() => void)[] = [];

  constructor(options: DoorOptions, wheel: TimingWheel, onEnded: OnEnded) {
    this.#options = options;
    this.#wheel = wheel;
    this.#onEnded = onEnded;
  }

  /** How many sockets are open. */
  get size(): number {
    return this.#inside.size;
  }

  /** Counts a new socket in, or closes it and returns `undefined` if there is no room. */
  enter(socket: Socket, network: Network): Visit | undefined {
    const { maxConnections, connectTimeoutMs } = this.#options;
    const visit = new Visit(socket, network, this.#wheel, connectTimeoutMs);
    // An error is always followed by "close"; without a listener it would end the process.
    socket.on("error", (error) => visit.fails("failed", error.message));
    socket.once("close", () => this.#leave(visit));
    if (this.#inside.size >= maxConnections) {
      const text = `${maxConnections} connections are open, as many as MaxConnNum allows`;
      visit.end("full", text);
      return undefined;
    }
    this.#inside.add(visit);
    this.#count(visit.ip, 1);
    if (!this.#fits(visit)) return undefined;
    this.#wheel.add(visit, performance.now() + connectTimeoutMs);
    return visit;
  }

  /**
   * Takes the word of a trusted proxy for where a client is.
   *
   * @returns `false` if there are too many of that address: then it was turned away.
   */
  locate(visit: Visit, ip: string): boolean {
    if (ip === visit.ip) return true;
    this.#count(visit.ip, -1);
    this.#count(ip, 1);
    visit.ip = ip;
    return this.#fits(visit);
  }

  /** Closes at once those that have said no CONNECT yet. */
  closeWaiting(): void {
    for (const visit of this.#inside) {
      if (visit.isAwaited) visit.end("stopping", "the gate is closing");
    }
  }

  /** Closes all at once. */
  closeAll(): void {
    for (const visit of this.#inside) visit.end("stopping", "the gate is closing");
  }

  /** Resolves when no socket is open. */
  empty(): Promise<void> {
    if (this.#inside.size === 0) return Promise.resolve();
    return new Promise((resolve) => this.#onEmpty.push(resolve));
  }

  /** Whether there is room for one that has been counted; it is closed if there is not. */
  #fits(visit: Visit): boolean {
    const { maxConnectionsPerIp: max, trustedProxies } = this.#options;
    const ofIp = this.#byIp.get(visit.ip) ?? 0;
    if (max === 0 || ofIp <= max || trustedProxies.has(visit.ip)) return true;
    const text = `${max} connections of its address are open, as many as maxConnectionsPerIp allows`;
    visit.end("full_for_ip", text);
    return false;
  }

  #leave(visit: Visit): void {
    visit.greeted();
    if (this.#inside.delete(visit)) this.#count(visit.ip, -1);
    if (!visit.isQuiet) this.#onEnded(visit, visit.reason ?? GONE);
    if (this.#inside.size === 0) for (const resolve of this.#onEmpty.splice(0)) resolve();
  }

  #count(ip: string, change: 1 | -1): void {
    const count = (this.#byIp.get(ip) ?? 0) + change;
    if (count > 0) this.#byIp.set(ip, count);
    else this.#byIp.delete(ip);
  }
}

const GONE: CloseReason = { kind: "gone", text: "the client closed its socket" };

/** A socket that has come in; its time until its CONNECT, and why it ended if somebody knows. */
export class Visit implements WheelEntry {
  previous: WheelEntry | undefined;
  next: WheelEntry | undefined;
  readonly network: Network;
  /** Where the client is, as far as is known. */
  ip: string;
  /** What came in; over TLS the encrypted one. */
  readonly #socket: Socket;
  readonly #wheel: TimingWheel;
  readonly #timeoutMs: number;
  #reason: CloseReason | undefined;
  #isQuiet = false;

  /** @param timeoutMs - How long CONNECT may take, in milliseconds. */
  constructor(socket: Socket, network: Network, wheel: TimingWheel, timeoutMs: number) {
    this.network = network;
    // Nothing, if the peer is gone already.
    this.ip = plainAddress(socket.remoteAddress ?? "");
    this.#socket = socket;
    this.#wheel = wheel;
    this.#timeoutMs = timeoutMs;
  }

  /** Whether CONNECT has not come yet. */
  get isAwaited(): boolean {
    return this.next !== undefined;
  }

  /** Whether the door has nothing to tell of the end. */
  get isQuiet(): boolean {
    return this.#isQuiet;
  }

  /** Why the socket ends; `undefined` if that is the client's own doing. */
  get reason(): CloseReason | undefined {
    return this.#reason;
  }

  /** A connection has the socket and tells of its end, or nobody needs to. */
  quiet(): void {
    this.#isQuiet = true;
  }

  /** The client has said CONNECT, or is gone. Twice is fine. */
  greeted(): void {
    this.#wheel.remove(this);
  }

  /** Says why the socket is going to end; who says it first knows best. */
  fails(kind: CloseKind, text: string): void {
    this.#reason ??= { kind, text };
  }

  /** Closes the socket at once. */
  end(kind: CloseKind, text: string): void {
    this.fails(kind, text);
    this.#socket.destroy();
  }

  expire(): void {
    this.end("no_connect", `no CONNECT within ${this.#timeoutMs} ms`);
  }
}
