import { setMaxListeners } from "node:events";
import { resolveAppOptions, type AppOptions, type ResolvedAppOptions } from "./app-options.ts";
import { endsWithin } from "./async/ends-within.ts";
import type { Config, ModuleSettings } from "./config/config.ts";
import { createLog } from "./create-log.ts";
import { RpcError } from "./errors.ts";
import { Counters } from "./counters.ts";
import { healthOf, type AppState, type Health } from "./health.ts";
import { LimitedLog } from "./limited-log.ts";
import type { Logger } from "./log.ts";
import { metricsOf, type Metrics } from "./metrics.ts";
import { Directory } from "./module/directory.ts";
import type { HandlerServer } from "./module/handler-server.ts";
import { ModuleGroup, type PlacedModule } from "./module/module-group.ts";
import { setHost, type ModulePlace } from "./module/module-host.ts";
import type { App, Module, Route } from "./module/module.ts";
import { placeModules } from "./module/place-modules.ts";
import { CallingParty } from "./rpc/calling-party.ts";
import { Caller } from "./rpc/caller.ts";
import type { RpcCaller } from "./rpc/rpc-caller.ts";
import { RpcClient } from "./rpc/rpc-client.ts";
import { RpcServer } from "./rpc/rpc-server.ts";
import type { ModuleInstance } from "./rpc/target.ts";
import { withhold } from "./rpc/withheld.ts";
import { reviveSession } from "./session/revive-session.ts";
import { runProcess, type ProcessSettings } from "./run-process.ts";
import { Wires } from "./wires.ts";

/**
 * Makes the app of this process.
 *
 * Source: mqant's `mqant.CreateApp`.
 *
 * @throws {RpcError} `invalid_argument` for options that are wrong or unknown.
 */
export function createApp(options: AppOptions = {}): App {
  return new Application(resolveAppOptions(options));
}

/** What exists while modules are started, run and closed. */
interface Running {
  readonly client: RpcClient;
  readonly caller: RpcCaller;
  readonly modules: ModuleGroup;
  readonly servers: Map<string, RpcServer>;
  readonly wires: Wires;
}

/** How long leaving the queues may take in any case, in milliseconds, also if handlers took all the time. */
const RETIRE_MS = 1000;

class Application extends CallingParty implements App {
  readonly #options: ResolvedAppOptions;
  readonly #directory = new Directory(this);
  readonly #counters = new Counters();
  #processId: string;
  #log: Logger | undefined;
  #config: Config | undefined;
  #running: Running | undefined;
  #starting: Promise<void> | undefined;
  #isUp = false;
  #closing: Promise<void> | undefined;
  /** Why the app closed by itself, if it did. */
  #failure: Error | undefined;
  #onClosed: ((failure: Error | undefined) => void) | undefined;

  constructor(options: ResolvedAppOptions) {
    super();
    this.#options = options;
    this.#processId = options.processId;
    this.#log = options.log;
    setHost(this, {
      counters: this.#counters,
      closeTimeoutMs: options.closeTimeoutMs,
      place: (module, settings) => this.#place(module, settings),
    });
  }

  get processId(): string {
    return this.#processId;
  }

  get log(): Logger {
    return (this.#log ??= createLog({ processId: this.#processId }));
  }

  configure(config: Config): this {
    if (this.#running !== undefined) throw failed("configure was called after the start");
    this.#config = config;
    this.#directory.configure(config);
    return this;
  }

  route(type: string, route: Route): this {
    this.#directory.route(type, route);
    return this;
  }

  instances(type?: string): readonly ModuleInstance[] {
    return this.#directory.instances(type);
  }

  health(): Health {
    return healthOf(this.#state, this.#running?.wires.health() ?? []);
  }

  metrics(): Metrics {
    const servers = [...(this.#running?.servers.values() ?? [])];
    return metricsOf(this.#counters, {
      pendingCalls: this.#running?.client.pending.count ?? 0,
      waitingCalls: servers.reduce((sum, { waiting }) => sum + waiting, 0),
      runningCalls: servers.reduce((sum, { running }) => sum + running, 0),
    });
  }

  async run(...modules: Module[]): Promise<void> {
    await runProcess({
      config: this.#config,
      log: () => this.log,
      closed: () => this.#closed(),
      prepare: (config, settings) => this.#prepare(config, settings),
      start: () => this.start(...modules),
      close: () => this.close(),
    });
  }

  async start(...modules: Module[]): Promise<void> {
    if (this.#config === undefined) throw failed("start was called before configure");
    if (this.#running !== undefined) throw failed("start was called twice");
    for (const warning of this.#config.warnings) this.log.warn({}, warning);
    const placed = placeModules(this.#config, this.#processId, modules, this.log);
    const { log } = this;
    const { callsMade } = this.#counters;
    const client = new RpcClient(this.#processId, this.#directory, this.#options, callsMade, log);
    const group = new ModuleGroup(this, log, this.#options.closeTimeoutMs, (error) => {
      log.error({ err: error }, error.message);
      this.#failure = error;
      void this.close(); // what fails in it is logged
    });
    const caller = new Caller(client, this.#processId);
    const wires = new Wires({
      config: this.#config,
      processId: this.#processId,
      limits: this.#options,
      client,
      log: new LimitedLog(log),
      counters: this.#counters,
      revive: (data) => reviveSession(data, caller),
    });
    this.#running = { client, caller, modules: group, servers: new Map(), wires };
    try {
      await (this.#starting = open(group, placed, wires));
    } catch (error) {
      await this.close();
      throw error;
    }
    if (this.#closing !== undefined) return;
    this.#isUp = true;
    for (const { module, settings } of placed) {
      const name = `${settings.type}@${settings.id}`;
      log.info({ module: name, version: module.version() }, `${name} is up`);
    }
  }

  close(): Promise<void> {
    return (this.#closing ??= this.#close());
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  protected override get caller(): RpcCaller {
    if (this.#running === undefined) throw failed("a call was made before start");
    return this.#running.caller;
  }

  get #state(): AppState {
    if (this.#closing !== undefined) return "closing";
    if (this.#isUp) return "running";
    return this.#running === undefined ? "new" : "starting";
  }

  #prepare(config: Config, { processId, logDirectory }: ProcessSettings): void {
    this.configure(config);
    this.#processId = processId ?? this.#processId;
    if (logDirectory === undefined || this.#options.log !== undefined) return;
    this.#log = createLog({ processId: this.#processId, directory: logDirectory });
  }

  #place(module: Module, settings: ModuleSettings): ModulePlace {
    if (this.#running === undefined) throw failed("a module was initialised outside of start");
    const { client, servers } = this.#running;
    const name = `${settings.type}@${settings.id}`;
    const log = this.log.child({ module: name });
    const schemas = Object.hasOwn(this.#options.schemas, settings.type)
      ? this.#options.schemas[settings.type]
      : undefined;
    const { callsServed } = this.#counters;
    const rpcServer = new RpcServer(name, schemas, this.#options, callsServed, log);
    servers.set(settings.id, rpcServer);
    client.addLocal(settings.id, rpcServer);
    const caller = new Caller(client, settings.id);
    this.#running.wires.addLocal(settings, rpcServer, (data) => reviveSession(data, caller));
    const server: HandlerServer = {
      register: (handlerName, handler) => rpcServer.add(handlerName, "serial", handler, module),
      registerGO: (handlerName, handler) =>
        rpcServer.add(handlerName, "concurrent", handler, module),
    };
    return { caller, server, log };
  }

  async #close(): Promise<void> {
    if (this.#running === undefined) return;
    const { client, modules, servers, wires } = this.#running;
    const { closeTimeoutMs } = this.#options;
    modules.stopAccepting();
    client.stopAccepting();
    await wires.stopAccepting();
    // What is being initialised right now is waited for: it has to be destroyed as well.
    if (this.#starting !== undefined) await endsWithin(settled(this.#starting), closeTimeoutMs);
    const end = Date.now() + closeTimeoutMs;
    const idle = Promise.all([...servers.values()].map((server) => server.idle()));
    if (!(await endsWithin(idle, closeTimeoutMs))) {
      const text = `process "${this.#processId}" closed before the handler ended`;
      const error = withhold(new RpcError("unavailable", text, { maybeExecuted: true }));
      for (const server of servers.values()) server.abandon(error);
      client.abandon(error);
      this.log.warn({}, `calls were still in flight after ${closeTimeoutMs} ms and are given up`);
    }
    const limit = AbortSignal.timeout(Math.max(RETIRE_MS, end - Date.now()));
    // Each module listens; Node takes more than ten for a leak.
    setMaxListeners(0, limit);
    await wires.retire(limit);
    await modules.destroy();
    await wires.close();
    this.#onClosed?.(this.#failure);
  }

  #closed(): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#onClosed = (failure) => (failure === undefined ? resolve() : reject(failure));
    });
  }
}

/** Connects, initialises the modules, lets calls in, starts the modules. */
async function open(
  group: ModuleGroup,
  placed: readonly PlacedModule[],
  wires: Wires,
): Promise<void> {
  // Before the modules: `onInit` may call others.
  await wires.start();
  await group.start(placed, () => wires.serve());
}

async function settled(work: Promise<unknown>): Promise<void> {
  await work.catch(() => {}); // told to whoever started it
}

function failed(what: string): RpcError {
  return new RpcError("failed_precondition", what);
}
