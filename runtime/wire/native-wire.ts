import { hostname } from "node:os";
import { TimingWheel } from "../async/timing-wheel.ts";
import { TurnEnd } from "../async/turn-end.ts";
import { Broker, type BrokerHealth } from "../broker/broker.ts";
import type { BrokerSettings } from "../broker/broker-settings.ts";
import { Publisher, type PublisherOwner, type Returned } from "../broker/publisher.ts";
import type { Counters } from "../counters.ts";
import type { RpcError } from "../errors.ts";
import type { LimitedLog } from "../limited-log.ts";
import type { CarriedRequest } from "../rpc/carrier.ts";
import type { PendingCalls } from "../rpc/local-call.ts";
import type { RpcServer } from "../rpc/rpc-server.ts";
import { Peers } from "./peers.ts";
import { RemoteCaller } from "./remote-caller.ts";
import type { ServedCalls } from "./remote-served-call.ts";
import { RemoteServer } from "./remote-server.ts";
import type { Wire } from "./wire.ts";
import type { Revive } from "./wire-value.ts";

/** What bounds what travels. */
export interface WireLimits {
  readonly maxMessageBytes: number;
  /** What may wait to be sent, in bytes; more calls are refused with `resource_exhausted`. */
  readonly maxUnsentBytes: number;
  /** Messages of one module that the broker delivers before the first is acknowledged. */
  readonly prefetch: number;
}

/** What a {@link NativeWire} is made of. */
export interface NativeWireOptions {
  readonly settings: BrokerSettings;
  readonly processId: string;
  readonly limits: WireLimits;
  readonly pending: PendingCalls;
  readonly log: LimitedLog;
  readonly counters: Counters;
  /** Makes a session of one that came as the result of a call. */
  readonly revive: Revive;
}

/** How long the broker may take to confirm the last messages of a process that closes, in milliseconds. */
const FLUSH_MS = 1000;

/** The queue of a module instance, and how to tell it from the queues of replies. */
const QUEUE_PREFIX = "mqant.";

/**
 * Calls between processes over a broker, many in one message: those of one turn of the event loop to the same
 * instance go together, and so do replies to one process.
 */
export class NativeWire implements Wire, PublisherOwner {
  readonly #options: NativeWireOptions;
  readonly #broker: Broker;
  readonly #publisher: Publisher;
  readonly #confirming: Publisher;
  readonly #caller: RemoteCaller;
  readonly #peers: Peers;
  readonly #served: ServedCalls;
  readonly #servers: RemoteServer[] = [];
  #isConnected = false;

  constructor(options: NativeWireOptions) {
    this.#options = options;
    const { settings, processId, limits, pending, revive, log, counters } = options;
    const turn = new TurnEnd();
    const { maxUnsentBytes } = limits;
    const publisher = new Publisher(this, { confirms: false });
    const confirming = new Publisher(this, { confirms: true });
    const broker = new Broker({
      settings,
      name: `mqant ${processId}`,
      log,
      counters,
      onBlocked: () => this.#blockedChanged(),
    });
    this.#served = { wheel: new TimingWheel(), maxMessageBytes: limits.maxMessageBytes };
    this.#broker = broker;
    this.#publisher = publisher;
    this.#confirming = confirming;
    this.#peers = new Peers({ broker, publisher, turn, maxUnsentBytes, counters });
    this.#caller = new RemoteCaller({
      broker,
      publisher,
      confirming,
      turn,
      pending,
      maxUnsentBytes,
      queueOf,
      revive,
      log,
      counters,
      onReady: () => this.#greet(),
      onServer: (told) => {
        for (const server of this.#servers) server.heard(told);
      },
    });
  }

  /**
   * Connects, for as long as it takes.
   *
   * @throws {BrokerFault} if the broker refuses for good.
   */
  async start(): Promise<void> {
    await this.#broker.start();
    this.#isConnected = true;
    await this.#broker.publishing.use(this.#publisher);
    await this.#broker.publishing.use(this.#confirming);
    await this.#broker.consuming.use(this.#caller.replyQueue);
  }

  /** Makes an instance of this process known; {@link serve} opens its queue. */
  addLocal(id: string, server: RpcServer, revive: Revive): void {
    const { limits, log, counters, processId } = this.#options;
    const options = {
      server,
      queue: queueOf(id),
      title: `process "${processId}" (pid ${process.pid} on ${hostname()})`,
      prefetch: limits.prefetch,
      peers: this.#peers,
      publisher: this.#publisher,
      asker: () => this.#caller.currentAsker,
      shared: this.#served,
      revive,
      log,
      counters,
    };
    this.#servers.push(new RemoteServer(options));
  }

  /**
   * Opens the queues of all instances that were added.
   *
   * @throws {BrokerFault} if the broker refuses a queue for good.
   * @throws {RpcError} `already_exists` if a live process serves one of them, naming it.
   */
  async serve(): Promise<void> {
    await Promise.all(
      this.#servers.map(async (server) => {
        await this.#broker.consuming.use(server.requestQueue);
        await server.isActive;
      }),
    );
  }

  reaches(): boolean {
    return true;
  }

  invoke(request: CarriedRequest): Promise<unknown> {
    return this.#caller.invoke(request, false);
  }

  async invokeNR(request: CarriedRequest): Promise<void> {
    await this.#caller.invoke(request, true);
  }

  abandon(error: RpcError): void {
    this.#caller.abandon(error);
  }

  health(): BrokerHealth {
    return this.#broker.health();
  }

  /** Calls that come from now on are answered with `unavailable`; a start that still waits ends. */
  async stopAccepting(): Promise<void> {
    for (const server of this.#servers) server.stopAccepting();
    if (!this.#isConnected) await this.#broker.close();
  }

  /** Leaves the queues without losing what is in them, as far as that can be done before `signal` fires. */
  async retire(signal: AbortSignal): Promise<void> {
    await Promise.all(this.#servers.map((server) => server.retire(signal)));
  }

  /** Sends what waits to be sent, and closes the connections. */
  async close(): Promise<void> {
    this.#caller.stop();
    this.#peers.flushAll();
    await Promise.all(this.#publishers.map((publisher) => publisher.flushed(FLUSH_MS)));
    await this.#broker.close();
  }

  returned(message: Returned): void {
    this.#options.counters.returned++;
    if (message.routingKey.startsWith(QUEUE_PREFIX)) this.#caller.returned(message);
    else this.#peers.gone(message.routingKey);
  }

  publisherOpened(): void {
    this.writable();
    this.#greet();
  }

  writable(): void {
    this.#caller.flushAll();
    this.#peers.flushAll();
  }

  publisherLost(): void {
    this.#caller.connectionLost();
  }

  get #publishers(): readonly Publisher[] {
    return [this.#publisher, this.#confirming];
  }

  #greet(): void {
    for (const server of this.#servers) server.greet();
  }

  #blockedChanged(): void {
    if (this.#broker.blockedBy === undefined) this.writable();
    else this.#caller.blocked(this.#broker.blockedBy);
  }
}

function queueOf(id: string): string {
  return QUEUE_PREFIX + id;
}
