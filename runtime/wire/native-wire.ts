import { hostname } from "node:os";
import { TimingWheel } from "../async/timing-wheel.ts";
import { TurnEnd } from "../async/turn-end.ts";
import { Publisher, type PublisherOwner, type Returned } from "../broker/publisher.ts";
import type { CarriedRequest } from "../rpc/carrier.ts";
import type { PendingCalls } from "../rpc/local-call.ts";
import type { RpcServer } from "../rpc/rpc-server.ts";
import { BrokerWire, type BrokerWireOptions } from "./broker-wire.ts";
import { Peers } from "./peers.ts";
import { RemoteCaller } from "./remote-caller.ts";
import type { ServedCalls } from "./remote-served-call.ts";
import { RemoteServer } from "./remote-server.ts";
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
export interface NativeWireOptions extends BrokerWireOptions {
  readonly limits: WireLimits;
  readonly pending: PendingCalls;
  /** Makes a session of one that came as the result of a call. */
  readonly revive: Revive;
}

/** The queue of a module instance, and how to tell it from the queues of replies. */
const QUEUE_PREFIX = "mqant.";

/**
 * Calls between processes over a broker, many in one message: those of one turn of the event loop to the same
 * instance go together, and so do replies to one process.
 */
export class NativeWire extends BrokerWire<RemoteServer> implements PublisherOwner {
  protected readonly caller: RemoteCaller;
  readonly #options: NativeWireOptions;
  readonly #publisher: Publisher = new Publisher(this, { confirms: false });
  readonly #confirming: Publisher = new Publisher(this, { confirms: true });
  readonly #peers: Peers;
  readonly #served: ServedCalls;

  constructor(options: NativeWireOptions) {
    super(options);
    this.#options = options;
    const { limits, pending, revive, log, counters } = options;
    const turn = new TurnEnd();
    const { maxUnsentBytes } = limits;
    const { broker } = this;
    const publisher = this.#publisher;
    this.#served = { wheel: new TimingWheel(), maxMessageBytes: limits.maxMessageBytes };
    this.#peers = new Peers({ broker, publisher, turn, maxUnsentBytes, counters });
    this.caller = new RemoteCaller({
      broker,
      publisher,
      confirming: this.#confirming,
      turn,
      pending,
      maxUnsentBytes,
      queueOf,
      revive,
      log,
      counters,
      onReady: () => this.#greet(),
      onServer: (told) => {
        for (const server of this.servers) server.heard(told);
      },
    });
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
      asker: () => this.caller.currentAsker,
      shared: this.#served,
      revive,
      log,
      counters,
    };
    this.servers.push(new RemoteServer(options));
  }

  /**
   * Opens the queues of all instances that were added.
   *
   * @throws {BrokerFault} if the broker refuses a queue for good.
   * @throws {RpcError} `already_exists` if a live process serves one of them, naming it.
   */
  async serve(): Promise<void> {
    await Promise.all(
      this.servers.map(async (server) => {
        await this.broker.consuming.use(server.requestQueue);
        await server.isActive;
      }),
    );
  }

  reaches(): boolean {
    return true;
  }

  invoke(request: CarriedRequest): Promise<unknown> {
    return this.caller.invoke(request, false);
  }

  async invokeNR(request: CarriedRequest): Promise<void> {
    await this.caller.invoke(request, true);
  }

  returned(message: Returned): void {
    this.#options.counters.returned++;
    if (message.routingKey.startsWith(QUEUE_PREFIX)) this.caller.returned(message);
    else this.#peers.gone(message.routingKey);
  }

  publisherOpened(): void {
    this.writable();
    this.#greet();
  }

  writable(): void {
    this.caller.flushAll();
    this.flushReplies();
  }

  publisherLost(): void {
    this.caller.connectionLost();
  }

  protected override get publishers(): readonly Publisher[] {
    return [this.#publisher, this.#confirming];
  }

  protected override flushReplies(): void {
    this.#peers.flushAll();
  }

  #greet(): void {
    for (const server of this.servers) server.greet();
  }
}

function queueOf(id: string): string {
  return QUEUE_PREFIX + id;
}
