import type { ModuleSettings } from "../config/config.ts";
import type { Counters } from "../counters.ts";
import { RpcError } from "../errors.ts";
import type { Logger } from "../log.ts";
import type { RpcCaller } from "../rpc/rpc-caller.ts";
import type { HandlerServer } from "./handler-server.ts";
import type { App, Module } from "./module.ts";

/** What a module gets from the app that starts it. */
export interface ModulePlace {
  readonly caller: RpcCaller;
  readonly server: HandlerServer;
  readonly log: Logger;
}

/** The side of an app that only `BaseModule` sees. */
export interface ModuleHost {
  readonly counters: Counters;
  /** How long what the app does may take to end once it closes, in milliseconds. */
  readonly closeTimeoutMs: number;
  place(module: Module, settings: ModuleSettings): ModulePlace;
}

const hosts = new WeakMap<App, ModuleHost>();

/** Lets modules that are given `app` find `host` behind it. */
export function setHost(app: App, host: ModuleHost): void {
  hosts.set(app, host);
}

/** @throws {RpcError} `failed_precondition` if `app` was not made by `createApp`. */
export function hostOf(app: App): ModuleHost {
  const host = hosts.get(app);
  if (host !== undefined) return host;
  throw new RpcError("failed_precondition", "onInit was given an app that createApp did not make");
}
