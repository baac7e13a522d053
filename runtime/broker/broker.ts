import type { Counters } from "../counters.ts";
import type { LimitedLog } from "../limited-log.ts";
import { AmqpLink, type LinkObserver } from "./amqp-link.ts";
import type { BrokerFault } from "./broker-fault.ts";
import type { BrokerHealth } from "./broker-health.ts";
import { placeOf, type BrokerSettings } from "./broker-settings.ts";

/** What a {@link Broker} is made of. */
export interface BrokerOptions {
  readonly settings: BrokerSettings;
  /** What the operator sees of both connections: `mqant gate`. */
  readonly name: string;
  readonly log: LimitedLog;
  readonly counters: Counters;
  /** Told when {@link Broker.blockedBy} has changed. */
  readonly onBlocked: () => void;
}

/**
 * The way to one broker: a connection for publishing and one for consuming, so that a broker that stops
 * reading from publishers does not stop what comes in.
 */
export class Broker implements LinkObserver {
  /** Where it is, for people. */
  readonly place: string;
  readonly publishing: AmqpLink;
  readonly consuming: AmqpLink;
  readonly #options: BrokerOptions;
  #wasUp = false;
  #isUp = false;
  #isClosed = false;
  #blockedBy: string | undefined;
  #blockedSince = 0;
  #awaySince: number = performance.now();
  /** What was last said about why it is away. */
  #toldFault = "";

  constructor(options: BrokerOptions) {
    this.#options = options;
    const { settings, name } = options;
    this.place = placeOf(settings);
    this.publishing = new AmqpLink(settings, `${name} (publishing)`, this);
    this.consuming = new AmqpLink(settings, `${name} (consuming)`, this);
  }

  /**
   * Connects, for as long as it takes.
   *
   * @throws {BrokerFault} if the broker refuses for good: credentials, virtual host, TLS.
   */
  async start(): Promise<void> {
    await Promise.all([this.publishing.start(), this.consuming.start()]);
  }

  /** Whether it takes no messages at the moment, and why. */
  get blockedBy(): string | undefined {
    return this.#blockedBy;
  }

  health(): BrokerHealth {
    const awayMs = this.#isUp ? 0 : performance.now() - this.#awaySince;
    if (this.#isClosed) return { state: "closed", awayMs };
    if (!this.#isUp) return { state: this.#wasUp ? "away" : "connecting", awayMs };
    return { state: this.#blockedBy === undefined ? "up" : "blocked", awayMs };
  }

  linkChanged(): void {
    const isUp = this.publishing.isReady && this.consuming.isReady;
    if (isUp === this.#isUp || this.#isClosed) return;
    this.#isUp = isUp;
    const { log, counters } = this.#options;
    if (!isUp) {
      this.#awaySince = performance.now();
      return;
    }
    const seconds = ((performance.now() - this.#awaySince) / 1000).toFixed(1);
    const text = this.#wasUp
      ? `the broker at ${this.place} is back after ${seconds} s`
      : `connected to the broker at ${this.place}`;
    log.write("info", "broker_up", {}, text);
    if (this.#wasUp) counters.reconnects++;
    this.#wasUp = true;
    this.#toldFault = "";
  }

  linkFailed(fault: BrokerFault): void {
    this.#options.counters.brokerFaults.add(fault.kind);
    // Both connections fail together, and again and again: each reason is told once until it is over.
    const told = this.#wasUp && !fault.isPermanent && this.#toldFault !== "";
    if (this.#isClosed || told || this.#toldFault === fault.message) return;
    this.#toldFault = fault.message;
    const after = fault.isPermanent
      ? "trying again"
      : this.#wasUp
        ? "reconnecting"
        : "waiting for it";
    const kind = `broker_${fault.kind}`;
    this.#options.log.write("warn", kind, { fault: fault.kind }, `${fault.message}; ${after}`);
  }

  linkBlocked(reason: string | undefined): void {
    if (reason === this.#blockedBy) return;
    const { log, counters, onBlocked } = this.#options;
    if (this.#blockedBy === undefined) this.#blockedSince = performance.now();
    else if (reason === undefined) counters.blockedMs += performance.now() - this.#blockedSince;
    const text =
      reason === undefined
        ? `the broker at ${this.place} takes messages again`
        : `the broker at ${this.place} takes no messages: ${reason}`;
    this.#blockedBy = reason;
    log.write(reason === undefined ? "info" : "warn", "broker_blocked", {}, text);
    onBlocked();
  }

  /** Closes both connections; at once if the broker does not answer. */
  async close(): Promise<void> {
    this.#isClosed = true;
    await Promise.all([this.publishing.close(), this.consuming.close()]);
  }
}
