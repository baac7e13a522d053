import type { CallOptions } from "./call-options.ts";
import type { HandlerArgs, HandlerName, HandlerResult, ModuleType, Target } from "./registry.ts";
import type { RpcCaller } from "./rpc-caller.ts";
import type { RpcClient } from "./rpc-client.ts";

const NONE: CallOptions = {};

/** Makes calls in somebody's name, with options of its own. */
export class Caller implements RpcCaller {
  readonly #client: RpcClient;
  readonly #id: string;
  readonly #options: CallOptions;

  /** @param id - The module's id; the process id for an app. */
  constructor(client: RpcClient, id: string, options: CallOptions = NONE) {
    this.#client = client;
    this.#id = id;
    this.#options = options;
  }

  rpcInvoke<M extends ModuleType, H extends HandlerName<M>>(
    target: Target<M>,
    handler: H,
    ...args: HandlerArgs<M, H>
  ): Promise<HandlerResult<M, H>> {
    // The generated registry says so; the callee's schema holds it to that.
    return this.invoke(target, handler, args) as Promise<HandlerResult<M, H>>;
  }

  rpcInvokeNR<M extends ModuleType, H extends HandlerName<M>>(
    target: Target<M>,
    handler: H,
    ...args: HandlerArgs<M, H>
  ): Promise<void> {
    return this.invokeNR(target, handler, args);
  }

  withOptions(options: CallOptions): RpcCaller {
    return new Caller(this.#client, this.#id, { ...this.#options, ...options });
  }

  invoke(
    target: string,
    handler: string,
    args: readonly unknown[],
    options?: CallOptions,
  ): Promise<unknown> {
    return this.#client.invoke(this.#id, target, handler, args, this.#with(options));
  }

  invokeNR(
    target: string,
    handler: string,
    args: readonly unknown[],
    options?: CallOptions,
  ): Promise<void> {
    return this.#client.invokeNR(this.#id, target, handler, args, this.#with(options));
  }

  #with(options: CallOptions | undefined): CallOptions {
    if (options === undefined) return this.#options;
    return this.#options === NONE ? options : { ...this.#options, ...options };
  }
}
