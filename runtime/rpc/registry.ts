/**
 * What modules can be called, by type. Empty here: `npx mqant-gen` fills it from the registrations it
 * finds, through `declare module "mqant"`. Modules that the generator can't see (Go mqant's, say) can
 * be declared by hand in the same way.
 */
// oxlint-disable-next-line typescript/no-empty-interface -- filled by declaration merging
export interface RpcRegistry {}

/** What a server may push to clients, by topic. Filled like {@link RpcRegistry}. */
// oxlint-disable-next-line typescript/no-empty-interface -- filled by declaration merging
export interface PushRegistry {}

/** The type of a module that the contract knows, such as `"Login"`. */
// oxlint-disable-next-line typescript/no-redundant-type-constituents -- `never` only until it is filled
export type ModuleType = keyof RpcRegistry & string;

/** Where a call goes: any instance of a type (`"Chat"`), or one instance (`"Chat@Chat001"`). */
export type Target<M extends string> = M | `${M}@${string}`;

/** The names of the handlers of a module type. */
export type HandlerName<M extends ModuleType> = keyof RpcRegistry[M] & string;

/** The arguments of a handler. */
export type HandlerArgs<
  M extends ModuleType,
  H extends HandlerName<M>,
> = RpcRegistry[M][H] extends (...args: infer A) => unknown ? A : never;

/** What a call of a handler resolves with. */
export type HandlerResult<
  M extends ModuleType,
  H extends HandlerName<M>,
> = RpcRegistry[M][H] extends (...args: never) => infer R ? Awaited<R> : never;

/** The body that belongs to a push topic: the contract's, or anything for a topic it doesn't know yet. */
export type PushBody<T extends string> = T extends keyof PushRegistry ? PushRegistry[T] : unknown;
