import { AsyncLocalStorage } from "node:async_hooks";

/** What a handler can know about the call it serves. */
export interface CallContext {
  /** The module that called, or the process id if an app did. */
  readonly caller: string;
  /** `Type@Id` of the module that serves the call. */
  readonly module: string;
  /** The handler's name. */
  readonly handler: string;
  /** Ties log lines of caller and callee to this call. */
  readonly correlationId: string;
  /** The caller's W3C trace context, if it has one; calls made inside the handler carry it on. */
  readonly traceparent: string | undefined;
  /**
   * Fires when nobody waits for the result any more: the deadline passed, the caller gave up, the call
   * is done, or the process is closing. Pass it to whatever the handler waits for.
   */
  readonly signal: AbortSignal;
  /** What is left of the caller's patience, in milliseconds; `Infinity` for a call without reply. */
  remainingMs(): number;
}

/** What calls made inside a handler inherit from the call that it serves. */
export interface Inherited extends CallContext {
  /** On the clock of `performance.now()`. */
  readonly deadline: number;
  /** The turns in serial lanes that this call and those it serves hold. */
  readonly heldTurns: readonly string[];
  /** Its handler has ended: what it has left running is on its own. */
  readonly isOver: boolean;
}

const storage = new AsyncLocalStorage<Inherited>();

/** Stands for a call where none is served: what is called has all the time that it asks for. */
const aside: Inherited = {
  caller: "",
  module: "",
  handler: "",
  correlationId: "",
  traceparent: undefined,
  signal: new AbortController().signal,
  deadline: Infinity,
  heldTurns: [],
  isOver: false,
  remainingMs: () => Infinity,
};

/** The call whose handler runs right now and is known to return no promise. */
let short: Inherited | undefined;

/** The call that the running code serves, or `undefined` outside of handlers, and after their end. */
export function currentCall(): CallContext | undefined {
  const call = inheritedCall();
  return call === aside ? undefined : call;
}

/** The call that the running code began in, though its handler may have ended: for whom to name in a log. */
export function originalCall(): CallContext | undefined {
  const call = short ?? storage.getStore();
  return call === aside ? undefined : call;
}

/** {@link currentCall} with what only the rpc room needs. */
export function inheritedCall(): Inherited | undefined {
  const call = short ?? storage.getStore();
  return call?.isOver === true ? undefined : call;
}

/** Runs `work` so that all that it begins belongs to `call`. */
export function runInCall<A, R>(call: Inherited, work: (argument: A) => R, argument: A): R {
  const outer = short;
  short = undefined;
  try {
    return storage.run(call, work, argument);
  } finally {
    short = outer;
  }
}

/**
 * {@link runInCall} for work that is over when it returns. Following asynchronous work costs each promise
 * of the process something on Node below 24; where the contract says that none begins, that is saved.
 */
export function runInShortCall<A, R>(call: Inherited, work: (argument: A) => R, argument: A): R {
  const outer = short;
  short = call;
  try {
    return work(argument);
  } finally {
    short = outer;
  }
}

/**
 * Runs `work` on nobody's behalf: its calls inherit no deadline from the call that may have set it off, and
 * are taken while the app is closing.
 */
export function runAside<R>(work: () => R): R {
  const outer = short;
  short = undefined;
  try {
    return storage.run(aside, work);
  } finally {
    short = outer;
  }
}
