import { Broker } from "../broker/broker.ts";
import type { BrokerHealth } from "../broker/broker-health.ts";
import type { BrokerSettings } from "../broker/broker-settings.ts";
import type { Publisher } from "../broker/publisher.ts";
import type { ReplyQueue } from "../broker/reply-queue.ts";
import type { Counters } from "../counters.ts";
import type { RpcError } from "../errors.ts";
import type { LimitedLog } from "../limited-log.ts";
import type { CarriedRequest } from "../rpc/carrier.ts";
import type { RpcServer } from "../rpc/rpc-server.ts";
import type { ModuleInstance } from "../rpc/target.ts";
import type { Wire } from "./wire.ts";
import type { Revive } from "./wire-value.ts";

/** What a {@link BrokerWire} is made of. */
export interface BrokerWireOptions {
  readonly settings: BrokerSettings;
  readonly processId: string;
  readonly log: LimitedLog;
  readonly counters: Counters;
}

/** Who makes the calls of a wire. */
export interface WireCaller {
  readonly replyQueue: ReplyQueue;
  /** Sends what waits, as far as it can be sent. */
  flushAll(): void;
  /** The broker takes no messages: what need not wait for it is refused. */
  blocked(reason: string): void;
  /** Settles all calls with `error`. */
  abandon(error: RpcError): void;
  stop(): void;
}

/** Who serves one instance on a wire. */
export interface InstanceServer {
  /** Calls that come from now on are answered with `unavailable`. */
  stopAccepting(): void;
  /** Leaves the queue, as far as that can be done before `signal` fires. */
  retire(signal: AbortSignal): Promise<void>;
}

/** How long the broker may take to confirm the last messages of a process that closes, in milliseconds. */
const FLUSH_MS = 1000;

/** The life of a wire, which is the same for all formats. */
export abstract class BrokerWire<S extends InstanceServer> implements Wire {
  protected readonly broker: Broker;
  protected readonly servers: S[] = [];
  protected abstract readonly caller: WireCaller;
  #isConnected = false;

  constructor({ settings, processId, log, counters }: BrokerWireOptions) {
    const onBlocked = (): void => this.#blockedChanged();
    this.broker = new Broker({ settings, name: `mqant ${processId}`, log, counters, onBlocked });
  }

  /** All that something is published by. */
  protected abstract get publishers(): readonly Publisher[];
  /** Sends the replies that wait, as far as they can be sent. */
  protected abstract flushReplies(): void;

  abstract addLocal(id: string, server: RpcServer, revive: Revive): void;
  abstract serve(): Promise<void>;
  abstract reaches(instance: ModuleInstance): boolean;
  abstract invoke(request: CarriedRequest): Promise<unknown>;
  abstract invokeNR(request: CarriedRequest): Promise<void>;

  async start(): Promise<void> {
    await this.broker.start();
    this.#isConnected = true;
    const { publishing, consuming } = this.broker;
    await Promise.all(this.publishers.map((publisher) => publishing.use(publisher)));
    await consuming.use(this.caller.replyQueue);
  }

  abandon(error: RpcError): void {
    this.caller.abandon(error);
  }

  health(): BrokerHealth {
    return this.broker.health();
  }

  async stopAccepting(): Promise<void> {
    for (const server of this.servers) server.stopAccepting();
    if (!this.#isConnected) await this.broker.close();
  }

  async retire(signal: AbortSignal): Promise<void> {
    await Promise.all(this.servers.map((server) => server.retire(signal)));
  }

  async close(): Promise<void> {
    this.caller.stop();
    this.flushReplies();
    await Promise.all(this.publishers.map((publisher) => publisher.flushed(FLUSH_MS)));
    await this.broker.close();
  }

  #blockedChanged(): void {
    const { blockedBy } = this.broker;
    if (blockedBy !== undefined) this.caller.blocked(blockedBy);
    else {
      this.caller.flushAll();
      this.flushReplies();
    }
  }
}
