import type { RpcError } from "../errors.ts";
import type { Copied } from "./copy-value.ts";
import type { Request } from "./served-call.ts";
import type { ModuleInstance } from "./target.ts";

/** A request on its way to another process, with what is known of its arguments, which are copies. */
export interface CarriedRequest extends Request, Copied {
  readonly target: ModuleInstance;
  /** Wait for the broker and for somebody who serves the target, as long as the time limit allows. */
  readonly waitForReady: boolean;
  /** The caller gives up when it fires. */
  readonly signal: AbortSignal | undefined;
}

/** What takes calls to instances that run in other processes. */
export interface Carrier {
  /** Whether it is the way to this instance. */
  reaches(instance: ModuleInstance): boolean;
  /**
   * Asks and waits. The promise settles by the time limit, and rejects with an {@link RpcError}.
   *
   * @throws {RpcError} at once for a call that is not even tried.
   */
  invoke(request: CarriedRequest): Promise<unknown>;
  /** Resolves when the broker has the request. */
  invokeNR(request: CarriedRequest): Promise<void>;
  /** Settles all calls that wait with `error`. */
  abandon(error: RpcError): void;
}
