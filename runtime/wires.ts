import type { BrokerHealth } from "./broker/broker-health.ts";
import type { Config, ModuleSettings } from "./config/config.ts";
import type { Counters } from "./counters.ts";
import type { LimitedLog } from "./limited-log.ts";
import type { RpcClient } from "./rpc/rpc-client.ts";
import type { RpcServer } from "./rpc/rpc-server.ts";
import { NativeWire, type WireLimits } from "./wire/native-wire.ts";
import type { Wire } from "./wire/wire.ts";
import type { Revive } from "./wire/wire-value.ts";
import { MqantWire } from "./wire-mqant/mqant-wire.ts";

/** What the wires of a process are made of. */
export interface WiresOptions {
  readonly config: Config;
  readonly processId: string;
  readonly limits: WireLimits;
  readonly client: RpcClient;
  readonly log: LimitedLog;
  readonly counters: Counters;
  /** Makes a session of one that came as the result of a call. */
  readonly revive: Revive;
}

/**
 * All ways from and to other processes: mqant's wire for instances with a `Rabbitmq` block of their own, one
 * for each broker that they name, and the native wire for all others, if the configuration has a broker.
 */
export class Wires {
  readonly #native: NativeWire | undefined;
  /** By URI. */
  readonly #mqant = new Map<string, MqantWire>();

  constructor({ config, client, ...shared }: WiresOptions) {
    const { pending } = client;
    for (const { rabbitmq } of config.modules) {
      if (rabbitmq === undefined || this.#mqant.has(rabbitmq.uri)) continue;
      // A module's own block has no room for certificates and the like.
      const isMain = config.rabbitmq?.uri === rabbitmq.uri;
      const settings = isMain ? config.rabbitmq : { uri: rabbitmq.uri };
      const wire = new MqantWire({ ...shared, settings, pending, entries: config.modules });
      this.#mqant.set(rabbitmq.uri, wire);
    }
    const { rabbitmq: settings } = config;
    this.#native = settings && new NativeWire({ ...shared, settings, pending });
    // The native wire last: it takes whatever the others don't.
    for (const wire of this.#all) client.addCarrier(wire);
  }

  /** Makes an instance of this process known; {@link serve} opens its queue. */
  addLocal({ id, rabbitmq }: ModuleSettings, server: RpcServer, revive: Revive): void {
    const wire = rabbitmq === undefined ? this.#native : this.#mqant.get(rabbitmq.uri);
    wire?.addLocal(id, server, revive);
  }

  /** Connects to all brokers, for as long as it takes: see {@link Wire.start}. */
  async start(): Promise<void> {
    await Promise.all(this.#all.map((wire) => wire.start()));
  }

  /** Opens the queues of all instances of this process: see {@link Wire.serve}. */
  async serve(): Promise<void> {
    await Promise.all(this.#all.map((wire) => wire.serve()));
  }

  /** See {@link Wire.stopAccepting}. */
  async stopAccepting(): Promise<void> {
    await Promise.all(this.#all.map((wire) => wire.stopAccepting()));
  }

  /** See {@link Wire.retire}. */
  async retire(signal: AbortSignal): Promise<void> {
    await Promise.all(this.#all.map((wire) => wire.retire(signal)));
  }

  /** See {@link Wire.close}. */
  async close(): Promise<void> {
    await Promise.all(this.#all.map((wire) => wire.close()));
  }

  /** How the process stands with each of its brokers. */
  health(): BrokerHealth[] {
    return this.#all.map((wire) => wire.health());
  }

  get #all(): Wire[] {
    return [...this.#mqant.values(), ...(this.#native === undefined ? [] : [this.#native])];
  }
}
