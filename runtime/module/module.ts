import type { Config, ModuleSettings } from "../config/config.ts";
import type { Health } from "../health.ts";
import type { Logger } from "../log.ts";
import type { Metrics } from "../metrics.ts";
import type { RpcCaller } from "../rpc/rpc-caller.ts";
import type { RoutedCall } from "../rpc/router.ts";
import type { ModuleInstance } from "../rpc/target.ts";

/**
 * A unit of function: it has a type, a life cycle, and handlers that others call. Most extend
 * `BaseModule` instead of implementing this.
 *
 * Source: mqant's `module.Module`.
 */
export interface Module {
  /** The type that the configuration and callers name, such as `"Chat"`. */
  getType(): string;
  /** The version of this module's code, for people who read logs. */
  version(): string;
  /** Called once, in the order in which the modules were given; register handlers here. */
  onInit(app: App, settings: ModuleSettings): void | Promise<void>;
  /** Called once all modules are initialised: open listeners here. */
  onStart?(): void | Promise<void>;
  /** The module's own work, side by side with the others', until `signal` fires. */
  run(signal: AbortSignal): void | Promise<void>;
  /**
   * Called once when the app closes, in reverse order, before any module is destroyed: the others still
   * answer. Say goodbye to clients, hand over what is unsaved.
   */
  onStop?(): void | Promise<void>;
  /** Called once at the end, in reverse order. */
  onDestroy(): void | Promise<void>;
}

/**
 * Picks the instance that serves a call to a type. `hash` is the caller's id (at the gate: the user id,
 * or the session id of a guest). Returning `undefined` fails the call with `no_responder`.
 */
export type Route = (
  app: App,
  type: string,
  hash: string,
  call: RoutedCall,
) => ModuleInstance | undefined;

/** One process's set of modules. Made by `createApp`. */
export interface App extends RpcCaller, AsyncDisposable {
  /** Sets the configuration; without it `run` loads the one that `--conf` or `MQANT_CONF` names. */
  configure(config: Config): this;
  /** Sets the route of a module type; the default hashes with crc32 over the instances sorted by id. */
  route(type: string, route: Route): this;
  /**
   * Starts the modules that the configuration gives to this process and stays until SIGINT, SIGTERM or
   * {@link close}. Reads `--conf`, `--pid` and `--log`. Wrong configuration ends the process with exit
   * code 2, a failing start with 1.
   */
  run(...modules: Module[]): Promise<void>;
  /** Like {@link run}, but returns when all has started and throws what fails: for embedding and tests. */
  start(...modules: Module[]): Promise<void>;
  /** Stops accepting, lets calls in flight finish, destroys the modules in reverse order. Twice is fine. */
  close(): Promise<void>;
  /** The process this app runs as, `"development"` unless `--pid` or `MQANT_PID` say otherwise. */
  readonly processId: string;
  /** All configured instances, in all processes, sorted by id; or those of one type. */
  instances(type?: string): readonly ModuleInstance[];
  /** How the app is: whether it runs, and how it stands with the broker. */
  health(): Health;
  /** What has been counted since the app was made, and how busy it is. */
  metrics(): Metrics;
  /** The application's log. */
  readonly log: Logger;
}
