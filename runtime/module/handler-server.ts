/** Any function; its parameters are checked where it is registered, by mqant-gen. */
export type Handler = (...args: never[]) => unknown;

/**
 * Where a module registers its handlers: `this.server`. mqant-gen recognises these two methods by their
 * declaration.
 */
export interface HandlerServer {
  /**
   * Registers a handler whose calls run one after the other, in order of arrival, together with all
   * other handlers of this module that are registered so. They never block `registerGO` handlers.
   *
   * Source: mqant's `RPCServer.Register`.
   *
   * @throws {RpcError} `already_exists` if the module has a handler of that name.
   */
  register(name: string, handler: Handler): void;
  /**
   * Registers a handler whose calls run at once, beside others, up to `maxConcurrentCalls`.
   *
   * Source: mqant's `RPCServer.RegisterGO`.
   *
   * @throws {RpcError} `already_exists` if the module has a handler of that name.
   */
  registerGO(name: string, handler: Handler): void;
}
