import { createApp, parseConfig, type AppOptions, type Module, type RpcCaller } from "mqant";
import { MemoryLog } from "../../support/memory-log.ts";
import { TestModule } from "../../support/test-module.ts";

/** Modules that run, and somebody who calls them. */
export interface Stage extends AsyncDisposable {
  /** A module of type `Caller` with the id `Caller001`. */
  readonly caller: RpcCaller;
  /** What the callees' process logs. */
  readonly log: MemoryLog;
  /** Closes the callees' process. */
  closeCallee(): Promise<void>;
}

/** Puts callees and a caller where a suite wants them: into one process, or into two with a broker. */
export type OpenStage = (callees: Module[], options?: AppOptions) => Promise<Stage>;

/**
 * Callees in one process, the caller in another: two apps that share nothing but a broker.
 *
 * @param configOf - The configuration of both: the caller as {@link CALLER}, callees `<Type>001` in the
 *   process `callee`.
 */
export function openApart(configOf: (types: readonly string[]) => Promise<object>): OpenStage {
  return async (callees, options = {}) => {
    const log = new MemoryLog();
    const file = await configOf(callees.map((module) => module.getType()));
    const config = parseConfig(JSON.stringify(file), "test.json");
    const settings = { closeTimeoutMs: 100, ...options };
    const callee = createApp({ ...settings, log, processId: "callee" }).configure(config);
    const calling = createApp({ ...settings, log: new MemoryLog(), processId: "caller" });
    const caller = new TestModule("Caller");
    await callee.start(...callees);
    await calling.configure(config).start(caller);
    return {
      caller,
      log,
      closeCallee: () => callee.close(),
      [Symbol.asyncDispose]: async () => {
        await calling.close();
        await callee.close();
      },
    };
  };
}

/** The entry of the caller of {@link openApart}. */
export const CALLER: object = { Caller: [{ Id: "Caller001", ProcessID: "caller" }] };

/** {@link openApart} over the native wire. */
export function openOver(broker: () => Promise<{ readonly uri: string }>): OpenStage {
  return openApart(async (types) => {
    const entries = types.map((type) => [type, [{ Id: `${type}001`, ProcessID: "callee" }]]);
    const { uri } = await broker();
    return {
      Module: { ...CALLER, ...(Object.fromEntries(entries) as object) },
      Rabbitmq: { Uri: uri },
    };
  });
}

/** A configuration with one instance `<Type>001` of each module, all in the process `development`. */
export function configFor(types: readonly string[]): ReturnType<typeof parseConfig> {
  const entries = types.map((type) => [type, [{ Id: `${type}001`, ProcessID: "development" }]]);
  const file = { Module: Object.fromEntries(entries) as unknown };
  return parseConfig(JSON.stringify(file), "test.json");
}

/** Callees and caller in one process. */
export const openInMemory: OpenStage = async (callees, options = {}) => {
  const log = new MemoryLog();
  const caller = new TestModule("Caller");
  // Some handlers of these stories never end; closing need not wait long for them.
  const app = createApp({ log, closeTimeoutMs: 100, ...options });
  app.configure(configFor(["Caller", ...callees.map((module) => module.getType())]));
  await app.start(caller, ...callees);
  return {
    caller,
    log,
    closeCallee: () => app.close(),
    [Symbol.asyncDispose]: () => app.close(),
  };
};
