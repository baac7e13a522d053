import type { ModuleSettings } from "../config/config.ts";
import { RpcError } from "../errors.ts";
import type { Logger } from "../log.ts";
import type { CallOptions } from "../rpc/call-options.ts";
import type { HandlerArgs, HandlerName, HandlerResult, ModuleType, Target } from "../rpc/registry.ts";
import type { RpcCaller } from "../rpc/rpc-caller.ts";
import type { HandlerServer } from "./handler-server.ts";
import type { App, Module } from "./module.ts";

/** STUB while the rpc room is built. */
export abstract class BaseModule implements Module, RpcCaller {
  abstract getType(): string;
  version(): string {
    return "0.0.0";
  }
  get app(): App {
    throw new RpcError("failed_precondition", "stub");
  }
  get server(): HandlerServer {
    throw new RpcError("failed_precondition", "stub");
  }
  get settings(): ModuleSettings {
    throw new RpcError("failed_precondition", "stub");
  }
  get log(): Logger {
    return this.app.log;
  }
  async onInit(_app: App, _settings: ModuleSettings): Promise<void> {}
  async run(_signal: AbortSignal): Promise<void> {}
  async onDestroy(): Promise<void> {}

  rpcInvoke<M extends ModuleType, H extends HandlerName<M>>(
    target: Target<M>,
    handler: H,
    ...args: HandlerArgs<M, H>
  ): Promise<HandlerResult<M, H>> {
    return this.invoke(target, handler, args) as Promise<HandlerResult<M, H>>;
  }
  async rpcInvokeNR<M extends ModuleType, H extends HandlerName<M>>(
    target: Target<M>,
    handler: H,
    ...args: HandlerArgs<M, H>
  ): Promise<void> {
    await this.invokeNR(target, handler, args);
  }
  withOptions(options: CallOptions): RpcCaller {
    return this.app.withOptions(options);
  }
  invoke(target: string, handler: string, args: readonly unknown[], options?: CallOptions) {
    return this.app.invoke(target, handler, args, options);
  }
  invokeNR(target: string, handler: string, args: readonly unknown[], options?: CallOptions) {
    return this.app.invokeNR(target, handler, args, options);
  }
}
