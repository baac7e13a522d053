import { Fifo } from "../async/fifo.ts";
import { SerialLane } from "../async/serial-lane.ts";
import { RpcError } from "../errors.ts";
import type { Logger } from "../log.ts";
import { checkArguments } from "./check-arguments.ts";
import type { ModuleSchemas } from "./handler-schema.ts";
import {
  ServedCall,
  type OnEnd,
  type Outcome,
  type RegisteredHandler,
  type Request,
} from "./served-call.ts";

/** What bounds the calls of one module. */
export interface RpcServerOptions {
  /** How many of its `registerGO` handlers run at a time. */
  readonly maxConcurrentCalls: number;
  /** How many requests wait for a place or a turn; more are refused with `resource_exhausted`. */
  readonly maxWaitingCalls: number;
}

/**
 * The callee's side of one module instance: its handlers, what they are given, and when they run.
 *
 * Source: mqant's `RPCServer`.
 */
export class RpcServer {
  /** `Type@Id` of the instance. */
  readonly name: string;
  readonly #schemas: ModuleSchemas | undefined;
  readonly #options: RpcServerOptions;
  readonly #log: Logger;
  readonly #handlers = new Map<string, RegisteredHandler>();
  readonly #lane: SerialLane;
  readonly #waiting = new Fifo<ServedCall>();
  /** Calls that wait, and those whose handlers did not end at once. */
  readonly #active = new Set<ServedCall>();
  readonly #onIdle: (() => void)[] = [];
  #running = 0;
  #admitting = false;

  constructor(
    name: string,
    schemas: ModuleSchemas | undefined,
    options: RpcServerOptions,
    log: Logger,
  ) {
    this.name = name;
    this.#schemas = schemas;
    this.#options = options;
    this.#log = log;
    this.#lane = new SerialLane(name);
  }

  /** @throws {RpcError} `already_exists` if there is a handler of that name. */
  add(entry: RegisteredHandler): void {
    const title = `${this.name} registers the handler ${JSON.stringify(entry.name)}`;
    if (typeof entry.handler !== "function") {
      throw new RpcError(
        "invalid_argument",
        `${title} with ${typeof entry.handler} for a function`,
      );
    }
    if (this.#handlers.has(entry.name)) throw new RpcError("already_exists", `${title} twice`);
    this.#handlers.set(entry.name, entry);
  }

  /**
   * Serves one request: at once, or when a place or its turn comes. `outcome` is told its end exactly
   * once.
   *
   * @returns The call, for whoever may want to cancel it, or `undefined` if it was refused.
   */
  serve(request: Request, outcome: Outcome): ServedCall | undefined {
    const entry = this.#handlers.get(request.handler);
    if (entry === undefined) {
      const text = `${this.name} has no handler ${JSON.stringify(request.handler)}`;
      outcome.fail(new RpcError("unimplemented", text));
      return undefined;
    }
    let args: readonly unknown[];
    try {
      args = checkArguments(this.#schemas, this.name, request);
    } catch (error) {
      outcome.fail(RpcError.from(error, "internal"));
      return undefined;
    }
    const call = new ServedCall(entry, request, args, outcome, this.#onEnd);
    if (entry.order === "serial") {
      if (this.#isFull(call, this.#lane.waiting)) return undefined;
      call.waited = true;
      this.#lane.run(call, request.heldTurns);
    } else if (this.#running < this.#options.maxConcurrentCalls) {
      this.#running++;
      call.start();
    } else {
      if (this.#isFull(call, this.#waiting.size)) return undefined;
      call.waited = true;
      this.#waiting.push(call);
    }
    if (!call.ended) this.#active.add(call);
    return call;
  }

  /** Resolves when nothing is being served. */
  idle(): Promise<void> {
    if (this.#active.size === 0) return Promise.resolve();
    return new Promise((resolve) => this.#onIdle.push(resolve));
  }

  /** Settles what is still being served with `error`; handlers that run see their signal fire. */
  abandon(error: RpcError): void {
    for (const call of this.#active) call.cancel(error);
  }

  #isFull(call: ServedCall, waiting: number): boolean {
    if (waiting < this.#options.maxWaitingCalls) return false;
    const text = `${this.name} has ${waiting} calls waiting, as many as maxWaitingCalls allows`;
    call.cancel(new RpcError("resource_exhausted", text));
    return true;
  }

  /** Starts what waits, as far as there are places. A call may end at once: no recursion. */
  #admit(): void {
    if (this.#admitting) return;
    this.#admitting = true;
    while (this.#running < this.#options.maxConcurrentCalls) {
      const call = this.#waiting.shift();
      if (call === undefined) break;
      this.#running++;
      call.start();
    }
    this.#admitting = false;
  }

  readonly #onEnd: OnEnd = (call, failure) => {
    if (this.#active.size > 0) this.#active.delete(call);
    if (failure !== undefined) this.#report(call, failure.thrown);
    if (call.entry.order === "concurrent") {
      this.#running--;
      if (this.#waiting.size > 0) this.#admit();
    }
    if (this.#active.size === 0 && this.#onIdle.length > 0) {
      for (const resolve of this.#onIdle.splice(0)) resolve();
    }
  };

  /** What a handler throws on purpose is the caller's to deal with; anything else is a fault of ours. */
  #report(call: ServedCall, thrown: unknown): void {
    if (thrown instanceof RpcError && thrown.code !== "internal" && thrown.code !== "unknown")
      return;
    const { handler, caller, correlationId } = call;
    const fields = { module: this.name, handler, caller, correlationId, err: thrown };
    this.#log.error(fields, `${this.name}/${handler} failed: ${RpcError.from(thrown).rawMessage}`);
  }
}
