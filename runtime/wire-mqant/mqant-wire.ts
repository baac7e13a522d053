import { TimingWheel } from "../async/timing-wheel.ts";
import { BrokerFault } from "../broker/broker-fault.ts";
import type { Publisher } from "../broker/publisher.ts";
import { RpcError } from "../errors.ts";
import type { CarriedRequest } from "../rpc/carrier.ts";
import type { PendingCalls } from "../rpc/local-call.ts";
import type { RpcServer } from "../rpc/rpc-server.ts";
import type { ModuleInstance } from "../rpc/target.ts";
import { wireSession } from "../session/session.ts";
import { BrokerWire, type BrokerWireOptions } from "../wire/broker-wire.ts";
import type { WireLimits } from "../wire/native-wire.ts";
import type { Revive } from "../wire/wire-value.ts";
import { GoGate, withBody } from "./go-gate.ts";
import { MqantCaller } from "./mqant-caller.ts";
import { isGate, isOn, type MqantEntry } from "./mqant-entry.ts";
import { MqantServer } from "./mqant-server.ts";
import type { ServedMqantCalls } from "./mqant-served-call.ts";
import { ReplyOutbox } from "./reply-outbox.ts";

/** What a {@link MqantWire} is made of. */
export interface MqantWireOptions extends BrokerWireOptions {
  readonly limits: WireLimits;
  readonly pending: PendingCalls;
  /** All entries of the configuration: a session may be at home in any of them. */
  readonly entries: readonly MqantEntry[];
}

/**
 * Calls between this process and those that speak mqant's own format, Go's (until its version 1.2) among
 * them: the instances whose entry has a `Rabbitmq` block for one broker.
 *
 * What Go can't say has no place here: one message is one call, a call that is given up is not told to its
 * callee, and errors travel as texts.
 */
export class MqantWire extends BrokerWire<MqantServer> {
  protected readonly caller: MqantCaller;
  readonly #options: MqantWireOptions;
  readonly #entries: ReadonlyMap<string, MqantEntry>;
  readonly #replies: ReplyOutbox;
  readonly #served: ServedMqantCalls;
  readonly #gate = new GoGate((request) => this.#ask(request));

  constructor(options: MqantWireOptions) {
    super(options);
    this.#options = options;
    const { settings, processId, limits, pending, log, counters, entries } = options;
    const { maxUnsentBytes, maxMessageBytes } = limits;
    this.#entries = new Map(entries.map((entry) => [entry.id, entry]));
    const { broker } = this;
    const instances = entries
      .filter((entry) => isOn(settings.uri, entry))
      .filter((entry) => entry.processId !== processId);
    this.#replies = new ReplyOutbox({ broker, maxUnsentBytes, counters });
    this.#served = { wheel: new TimingWheel(), replies: this.#replies, maxMessageBytes };
    this.caller = new MqantCaller({ broker, instances, pending, maxUnsentBytes, log, counters });
  }

  /**
   * Makes an instance of this process known; {@link serve} opens its queue.
   *
   * @param revive - Makes a session of what `wireSession` gives.
   */
  addLocal(id: string, server: RpcServer, revive: Revive): void {
    const { settings, limits, log, counters } = this.#options;
    const instance = this.#entries.get(id);
    if (instance === undefined || !isOn(settings.uri, instance)) {
      throw new RpcError("invalid_argument", `${id} has no Rabbitmq block for this broker`);
    }
    this.servers.push(
      new MqantServer({
        instance,
        server,
        prefetch: limits.prefetch,
        shared: this.#served,
        reviveSession: (snapshot) => revive(wireSession(snapshot, this.#gateOf(snapshot.serverId))),
        log,
        counters,
      }),
    );
  }

  /**
   * Opens the queues of all instances that were added.
   *
   * @throws {BrokerFault} if the broker refuses a queue for good.
   * @throws {RpcError} `already_exists` if another process consumes one of them, naming the queue.
   */
  async serve(): Promise<void> {
    const { consuming } = this.broker;
    try {
      await Promise.all(this.servers.map(({ queue }) => consuming.use(queue)));
    } catch (error) {
      if (!(error instanceof BrokerFault) || error.kind !== "in_use") throw error;
      throw new RpcError("already_exists", error.message, { cause: error });
    }
  }

  /** Whether an instance has a block for this broker and runs in another process. */
  reaches({ id }: ModuleInstance): boolean {
    return this.caller.reaches(id);
  }

  invoke(request: CarriedRequest): Promise<unknown> {
    if (this.#isGate(request)) return this.#gate.invoke(request);
    return this.caller.invoke(request, false);
  }

  async invokeNR(request: CarriedRequest): Promise<void> {
    await this.caller.invoke(this.#isGate(request) ? withBody(request) : request, true);
  }

  protected override get publishers(): readonly Publisher[] {
    return [this.#replies.publisher, ...this.caller.publishers];
  }

  protected override flushReplies(): void {
    this.#replies.flush();
  }

  /** For calls that stand for another one: of one that is refused at once, nobody else hears. */
  #ask(request: CarriedRequest): Promise<unknown> {
    try {
      return this.caller.invoke(request, false);
    } catch (error) {
      const refusal = RpcError.from(error, "internal");
      this.#options.pending.outcomes.failed.add(refusal.code);
      return Promise.reject(refusal);
    }
  }

  #isGate({ target }: CarriedRequest): boolean {
    const entry = this.#entries.get(target.id);
    return entry !== undefined && isGate(entry);
  }

  /** The target of a session's home; one that is not configured is found missing when it is called. */
  #gateOf(serverId: string): string {
    return `${this.#entries.get(serverId)?.type ?? "Gate"}@${serverId}`;
  }
}
