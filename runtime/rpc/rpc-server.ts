import { Fifo } from "../async/fifo.ts";
import { SerialLane } from "../async/serial-lane.ts";
import type { Outcomes } from "../counters.ts";
import { RpcError } from "../errors.ts";
import type { Logger } from "../log.ts";
import { checkArguments } from "./check-arguments.ts";
import { schemaOf } from "./handler-schema.ts";
import type { ArgumentsCheck, HandlerSchema, ModuleSchemas } from "./handler-schema.ts";
import type { CallServer, RegisteredHandler, ServedCall } from "./served-call.ts";

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
export class RpcServer implements CallServer {
  /** `Type@Id` of the instance. */
  readonly name: string;
  readonly #schemas: ModuleSchemas | undefined;
  readonly #options: RpcServerOptions;
  readonly #outcomes: Outcomes;
  readonly #log: Logger;
  readonly #handlers = new Map<string, RegisteredHandler>();
  readonly #lane: SerialLane;
  readonly #waiting = new Fifo<ServedCall>();
  /** Calls in flight whose signal somebody looks at. */
  readonly #watched = new Set<ServedCall>();
  readonly #onIdle: (() => void)[] = [];
  /** Calls that wait or run. */
  #inFlight = 0;
  /** `registerGO` handlers that run. */
  #running = 0;
  #admitting = false;

  constructor(
    name: string,
    schemas: ModuleSchemas | undefined,
    options: RpcServerOptions,
    outcomes: Outcomes,
    log: Logger,
  ) {
    this.name = name;
    this.#schemas = schemas;
    this.#options = options;
    this.#outcomes = outcomes;
    this.#log = log;
    this.#lane = new SerialLane(name);
  }

  /**
   * @param receiver - What `this` is inside the handler.
   * @throws {RpcError} `already_exists` if there is a handler of that name.
   */
  add(
    name: string,
    order: RegisteredHandler["order"],
    handler: RegisteredHandler["handler"],
    receiver: unknown,
  ): void {
    const title = `${this.name} registers the handler ${JSON.stringify(name)}`;
    if (typeof handler !== "function") {
      throw new RpcError("invalid_argument", `${title} with ${typeof handler} for a function`);
    }
    if (this.#handlers.has(name)) throw new RpcError("already_exists", `${title} twice`);
    const { checkArguments: own } = handler as Partial<CheckingHandler>; // functions may have properties
    const known = knownSchema(this.#schemas, name);
    if (known?.ownSchema === true && own === undefined) {
      // Its body would be checked by nobody.
      const text = `${title} without its schema; register what withSchema returns, as it is`;
      throw new RpcError("invalid_argument", text);
    }
    const schema = schemaOf(known, own);
    this.#handlers.set(name, { name, order, handler, receiver, schema });
  }

  /**
   * Serves a call: at once, or when a place or its turn comes. The call is told how it ends.
   *
   * @returns Whether the call waits for a place: the module has as much to do as it may.
   */
  serve(call: ServedCall): boolean {
    const entry = this.#handlers.get(call.handler);
    if (entry === undefined) {
      const text = `${this.name} has no handler ${JSON.stringify(call.handler)}`;
      this.#refuse(call, new RpcError("unimplemented", text));
      return false;
    }
    try {
      const { schema } = entry;
      const args = schema === undefined ? call.args : checkArguments(schema, this.name, call);
      call.admit(this, entry, args);
    } catch (error) {
      this.#refuse(call, RpcError.from(error, "internal"));
      return false;
    }
    if (entry.order === "serial") {
      if (this.#isFull(call, this.#lane.waiting)) return false;
      this.#inFlight++;
      call.wait();
      this.#lane.run(call, call.heldTurns);
    } else if (this.#running < this.#options.maxConcurrentCalls) {
      this.#inFlight++;
      this.#running++;
      call.start();
    } else {
      if (this.#isFull(call, this.#waiting.size)) return false;
      this.#inFlight++;
      call.wait();
      this.#waiting.push(call);
      return true;
    }
    return false;
  }

  /** Requests that wait for a place or a turn. */
  get waiting(): number {
    return this.#waiting.size + this.#lane.waiting;
  }

  /** Handlers that run. */
  get running(): number {
    return this.#inFlight - this.waiting;
  }

  /** Resolves when nothing is being served. */
  idle(): Promise<void> {
    if (this.#inFlight === 0) return Promise.resolve();
    return new Promise((resolve) => this.#onIdle.push(resolve));
  }

  onWatched(call: ServedCall): void {
    this.#watched.add(call);
  }

  /** Fires the signals of what is still being served. */
  abandon(error: RpcError): void {
    for (const call of this.#watched) call.cancel(error);
  }

  #isFull(call: ServedCall, waiting: number): boolean {
    if (waiting < this.#options.maxWaitingCalls) return false;
    const text = `${this.name} has ${waiting} calls waiting, as many as maxWaitingCalls allows`;
    this.#refuse(call, new RpcError("resource_exhausted", text));
    return true;
  }

  #refuse(call: ServedCall, error: RpcError): void {
    this.#outcomes.failed.add(error.code);
    call.cancel(error);
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

  onEnd(call: ServedCall, { order }: RegisteredHandler, failure?: { thrown: unknown }): void {
    this.#inFlight--;
    if (this.#watched.size > 0) this.#watched.delete(call);
    if (failure === undefined) this.#outcomes.ok++;
    else this.#report(call, failure.thrown);
    if (order === "concurrent") {
      this.#running--;
      if (this.#waiting.size > 0) this.#admit();
    }
    if (this.#inFlight === 0 && this.#onIdle.length > 0) {
      for (const resolve of this.#onIdle.splice(0)) resolve();
    }
  }

  /** What a handler throws on purpose is the caller's to deal with; anything else is a fault of ours. */
  #report(call: ServedCall, thrown: unknown): void {
    const { code } = RpcError.from(thrown);
    this.#outcomes.failed.add(code);
    if (thrown instanceof RpcError && thrown.code !== "internal" && thrown.code !== "unknown")
      return;
    const { handler, caller, correlationId } = call;
    const fields = { handler, caller, correlationId, err: thrown };
    this.#log.error(fields, `${this.name}/${handler} failed: ${RpcError.from(thrown).rawMessage}`);
  }
}

/** A handler that was made by `withSchema`. */
interface CheckingHandler {
  readonly checkArguments: ArgumentsCheck;
}

/** The contract may know a handler that shares its name with something every object has. */
function knownSchema(schemas: ModuleSchemas | undefined, name: string): HandlerSchema | undefined {
  return schemas !== undefined && Object.hasOwn(schemas, name) ? schemas[name] : undefined;
}
