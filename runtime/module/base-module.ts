import type { ModuleSettings } from "../config/config.ts";
import { RpcError } from "../errors.ts";
import type { Logger } from "../log.ts";
import { CallingParty } from "../rpc/calling-party.ts";
import type { RpcCaller } from "../rpc/rpc-caller.ts";
import type { HandlerServer } from "./handler-server.ts";
import { hostOf, type ModulePlace } from "./module-host.ts";
import type { App, Module } from "./module.ts";

/**
 * What modules extend: it registers handlers, calls other modules, and knows its settings.
 *
 * Source: mqant's `basemodule.BaseModule`.
 *
 * @example
 * class Login extends BaseModule {
 *   override getType() {
 *     return "Login";
 *   }
 *   override async onInit(app: App, settings: ModuleSettings) {
 *     await super.onInit(app, settings);
 *     this.server.registerGO("getRand", this.getRand);
 *   }
 *   private getRand(max: number): number {
 *     return Math.floor(Math.random() * max);
 *   }
 * }
 */
export abstract class BaseModule extends CallingParty implements Module {
  #app: App | undefined;
  #settings: ModuleSettings | undefined;
  #place: ModulePlace | undefined;

  abstract getType(): string;

  version(): string {
    return "0.0.0";
  }

  /** Prepares the module; a subclass that overrides it calls `await super.onInit(app, settings)` first. */
  async onInit(app: App, settings: ModuleSettings): Promise<void> {
    this.#app = app;
    this.#settings = settings;
    this.#place = hostOf(app).place(this, settings);
  }

  async run(_signal: AbortSignal): Promise<void> {}

  async onDestroy(): Promise<void> {}

  /** The app that started this module. */
  get app(): App {
    return this.#app ?? this.#notYet("app");
  }

  /** This instance's entry of the configuration. */
  get settings(): ModuleSettings {
    return this.#settings ?? this.#notYet("settings");
  }

  /** Where handlers are registered. */
  get server(): HandlerServer {
    return (this.#place ?? this.#notYet("server")).server;
  }

  /** A log whose lines name this module. */
  get log(): Logger {
    return (this.#place ?? this.#notYet("log")).log;
  }

  protected override get caller(): RpcCaller {
    return (this.#place ?? this.#notYet("a call")).caller;
  }

  #notYet(what: string): never {
    throw new RpcError(
      "failed_precondition",
      `${what} of ${this.getType()} was used before "await super.onInit(app, settings)"`,
    );
  }
}
