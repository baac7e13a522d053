import type { CallOptions } from "./call-options.ts";
import type { HandlerArgs, HandlerName, HandlerResult, ModuleType, Target } from "./registry.ts";

/** Whatever can call modules: a module, the app, or one of these with other options. */
export interface RpcCaller {
  /**
   * Asks a module to run one of its handlers and waits for the result.
   *
   * @param target - `"Chat"` for an instance that the type's route picks, `"Chat@Chat001"` for that one.
   * @throws {RpcError} `deadline_exceeded` after `timeoutMs`, `no_responder` if no such module runs, or
   *   the code that the handler threw; the table in the README has them all.
   */
  rpcInvoke<M extends ModuleType, H extends HandlerName<M>>(
    target: Target<M>,
    handler: H,
    ...args: HandlerArgs<M, H>
  ): Promise<HandlerResult<M, H>>;

  /**
   * Asks a module to run one of its handlers and does not wait for it. Resolves when the request is
   * handed over; what the handler returns or throws is not heard of here (errors are in the callee's log).
   *
   * @throws {RpcError} `no_responder` if no such module runs.
   */
  rpcInvokeNR<M extends ModuleType, H extends HandlerName<M>>(
    target: Target<M>,
    handler: H,
    ...args: HandlerArgs<M, H>
  ): Promise<void>;

  /** The same caller with other options for each call made through it. */
  withOptions(options: CallOptions): RpcCaller;

  /**
   * {@link rpcInvoke} without types, for code that learns its target at run time: generated clients,
   * gateways, tools.
   */
  invoke(
    target: string,
    handler: string,
    args: readonly unknown[],
    options?: CallOptions,
  ): Promise<unknown>;

  /** {@link rpcInvokeNR} without types. */
  invokeNR(
    target: string,
    handler: string,
    args: readonly unknown[],
    options?: CallOptions,
  ): Promise<void>;
}
