import { randomUUID } from "node:crypto";
import { parseConfig, type App, type AppOptions, type Config, type RpcCaller } from "mqant";
import { resolveAppOptions } from "../../../runtime/app-options.ts";
import { Counters } from "../../../runtime/counters.ts";
import { LimitedLog } from "../../../runtime/limited-log.ts";
import { Directory } from "../../../runtime/module/directory.ts";
import { Caller } from "../../../runtime/rpc/caller.ts";
import { RpcClient } from "../../../runtime/rpc/rpc-client.ts";
import { RpcServer } from "../../../runtime/rpc/rpc-server.ts";
import { reviveSession } from "../../../runtime/session/revive-session.ts";
import type { MqantAddress } from "../../../runtime/wire-mqant/mqant-entry.ts";
import { MqantWire } from "../../../runtime/wire-mqant/mqant-wire.ts";
import { MemoryLog } from "../../support/memory-log.ts";

/** Registers the handlers of a module. */
export type Fill = (server: RpcServer, caller: RpcCaller) => void;

/**
 * One instance `<Type>001` of each type, with a `Rabbitmq` block of names that nobody else uses.
 *
 * @param processes - The process of each type.
 */
export function mqantConfig(uri: string, processes: Readonly<Record<string, string>>): Config {
  const run = randomUUID().slice(0, 8);
  const entries = Object.entries(processes).map(([type, ProcessID]) => {
    const Rabbitmq = {
      Uri: uri,
      Exchange: `exchange_${run}`,
      ExchangeType: "direct",
      Queue: `queue_${type}_${run}`,
      BindingKey: `key_${type}_${run}`,
      ConsumerTag: `tag_${type}`,
    };
    return [type, [{ Id: `${type}001`, ProcessID, Rabbitmq }]];
  });
  return parseConfig(JSON.stringify({ Module: Object.fromEntries(entries) as unknown }), "t.json");
}

/** Where a type of such a configuration is found. */
export function addressOf(config: Config, type: string): MqantAddress {
  const address = config.modules.find((entry) => entry.type === type)?.rabbitmq;
  if (address === undefined) throw new Error(`${type} has no Rabbitmq block`);
  return address;
}

/** As much of a process as calls over mqant's wire need: modules that are nothing but handlers. */
export class WireProcess implements AsyncDisposable {
  readonly log: MemoryLog = new MemoryLog();
  readonly counters: Counters = new Counters();
  readonly client: RpcClient;
  readonly wire: MqantWire;
  readonly #processId: string;
  readonly #servers: RpcServer[] = [];

  private constructor(
    config: Config,
    processId: string,
    modules: Readonly<Record<string, Fill>>,
    given: AppOptions,
  ) {
    const options = resolveAppOptions(given);
    const { log, counters } = this;
    this.#processId = processId;
    const directory = new Directory({} as App); // only routes look at it, and there are none
    directory.configure(config);
    this.client = new RpcClient(processId, directory, options, counters.callsMade, log);
    this.wire = new MqantWire({
      settings: { uri: config.modules[0]?.rabbitmq?.uri ?? "" },
      processId,
      limits: options,
      pending: this.client.pending,
      log: new LimitedLog(log),
      counters,
      entries: config.modules,
    });
    this.client.addCarrier(this.wire);
    for (const { id, type, processId: place } of config.modules) {
      const fill = modules[type];
      if (place !== processId || fill === undefined) continue;
      const name = `${type}@${id}`;
      const schemas = options.schemas[type];
      const server = new RpcServer(name, schemas, options, counters.callsServed, log);
      const caller = new Caller(this.client, id);
      fill(server, caller);
      this.client.addLocal(id, server);
      this.wire.addLocal(id, server, (data) => reviveSession(data, caller));
      this.#servers.push(server);
    }
  }

  /** Starts a process with the modules of its that are given; resolves when they are served. */
  static async start(
    config: Config,
    processId: string,
    modules: Readonly<Record<string, Fill>> = {},
    options: AppOptions = {},
  ): Promise<WireProcess> {
    const process = new WireProcess(config, processId, modules, options);
    try {
      await process.wire.start();
      await process.wire.serve();
    } catch (error) {
      await process[Symbol.asyncDispose]();
      throw error;
    }
    return process;
  }

  /** Makes calls in the process's own name. */
  get caller(): RpcCaller {
    return new Caller(this.client, this.#processId);
  }

  /** How many handlers run. */
  get running(): number {
    return this.#servers.reduce((sum, { running }) => sum + running, 0);
  }

  /** Ends as apps do: nothing that was taken stays unanswered. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.client.stopAccepting();
    await this.wire.stopAccepting();
    await Promise.all(this.#servers.map((server) => server.idle()));
    await this.wire.retire(AbortSignal.timeout(1000));
    await this.wire.close();
  }
}

/** Registers functions as `registerGO` does. */
export function handlers(functions: Readonly<Record<string, (...args: never[]) => unknown>>): Fill {
  return (server) => {
    for (const [name, handler] of Object.entries(functions)) {
      server.add(name, "concurrent", handler, undefined);
    }
  };
}
