import type { CallOptions } from "./call-options.ts";
import type { HandlerArgs, HandlerName, HandlerResult, ModuleType, Target } from "./registry.ts";
import type { RpcCaller } from "./rpc-caller.ts";

/** Whoever makes calls through a caller that it only gets when it is started: modules and the app. */
export abstract class CallingParty implements RpcCaller {
  /**
   * What makes the calls.
   *
   * @throws {RpcError} `failed_precondition` before the start.
   */
  protected abstract get caller(): RpcCaller;

  /** See {@link RpcCaller.rpcInvoke}. */
  rpcInvoke<M extends ModuleType, H extends HandlerName<M>>(
    target: Target<M>,
    handler: H,
    ...args: HandlerArgs<M, H>
  ): Promise<HandlerResult<M, H>> {
    return this.caller.rpcInvoke(target, handler, ...args);
  }

  /** See {@link RpcCaller.rpcInvokeNR}. */
  rpcInvokeNR<M extends ModuleType, H extends HandlerName<M>>(
    target: Target<M>,
    handler: H,
    ...args: HandlerArgs<M, H>
  ): Promise<void> {
    return this.caller.rpcInvokeNR(target, handler, ...args);
  }

  /** See {@link RpcCaller.withOptions}. */
  withOptions(options: CallOptions): RpcCaller {
    return this.caller.withOptions(options);
  }

  /** See {@link RpcCaller.invoke}. */
  invoke(
    target: string,
    handler: string,
    args: readonly unknown[],
    options?: CallOptions,
  ): Promise<unknown> {
    return this.caller.invoke(target, handler, args, options);
  }

  /** See {@link RpcCaller.invokeNR}. */
  invokeNR(
    target: string,
    handler: string,
    args: readonly unknown[],
    options?: CallOptions,
  ): Promise<void> {
    return this.caller.invokeNR(target, handler, args, options);
  }
}
