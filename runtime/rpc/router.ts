import type { ModuleInstance } from "./target.ts";

/** What a route may look at besides the hash. */
export interface RoutedCall {
  readonly handler: string;
  readonly args: readonly unknown[];
}

/** Finds the instance that serves a call. */
export interface Router {
  /** @throws {RpcError} `invalid_argument`, `not_found` or `no_responder`. */
  resolve(target: string, hash: string, call: RoutedCall): ModuleInstance;
}
