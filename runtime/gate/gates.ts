import { RpcError, type RpcErrorCode } from "../errors.ts";
import { BaseModule } from "../module/base-module.ts";
import type { App } from "../module/module.ts";
import type { CallOptions } from "../rpc/call-options.ts";
import type { PushBody } from "../rpc/registry.ts";
import type { ModuleInstance } from "../rpc/target.ts";
import type { BroadcastOptions, SendOptions } from "../session/delivery.ts";
import type { SessionSnapshot } from "../session/session.ts";
import type { SessionInfo } from "./session-info.ts";
import type { SessionPage } from "./session-list.ts";

/** A gate that a message could not be handed to, or that did not tell in time. */
export interface GateFailure {
  /** Its module id, by which its sessions name it too. */
  readonly serverId: string;
  readonly error: RpcError;
}

/** How far a message to many clients got. */
export interface Reach {
  /** How many clients of all gates it was handed to. */
  readonly reached: number;
  /** The gates whose clients may not have got it; empty if all is well. */
  readonly failed: readonly GateFailure[];
}

/** One call to one gate. */
interface Errand {
  readonly serverId: string;
  readonly target: string;
  readonly handler: string;
  readonly args: readonly unknown[];
}

/**
 * All gates of the program, in whichever processes they run: each gets one call, encodes the message once,
 * and hands it to its clients. Acknowledgements are not waited for. A gate that is down or silent hinders no
 * other, and is named in the result. What can't be sent at all is an error: `invalid_argument` or `too_large`.
 *
 * @example
 * class Chat extends BaseModule {
 *   readonly #gates = new Gates(this);
 *   async say(session: Session, { text }: SayReq) {
 *     await this.#gates.sendToGroup("room:1", "Chat/OnChat", { from: session.userId, text });
 *   }
 * }
 */
export class Gates {
  readonly #caller: BaseModule | App;
  readonly #type: string;
  readonly #options: CallOptions;

  /**
   * @param caller - Makes the calls: the module, also before its `onInit`, or the app.
   * @param type - The module type of the gates.
   * @param options - How they are called, such as `timeoutMs`: how long one may take to answer.
   */
  constructor(caller: BaseModule | App, type = "Gate", options: CallOptions = {}) {
    this.#caller = caller;
    this.#type = type;
    this.#options = options;
  }

  /** The same gates, called with other options, such as `timeoutMs`. */
  with(options: CallOptions): Gates {
    return new Gates(this.#caller, this.#type, { ...this.#options, ...options });
  }

  /** Pushes one message to all clients. */
  async broadcast<T extends string>(
    topic: T,
    body: PushBody<T>,
    options: BroadcastOptions = {},
  ): Promise<Reach> {
    return await this.#toEach("BroadCast", [topic, body, ...rest(options)]);
  }

  /** Pushes one message to the members of a group, which sessions enter by `session.join(group)`. */
  async sendToGroup<T extends string>(
    group: string,
    topic: T,
    body: PushBody<T>,
    options: BroadcastOptions = {},
  ): Promise<Reach> {
    return await this.#toEach("SendToGroup", [group, topic, body, ...rest(options)]);
  }

  /**
   * Pushes one message to some sessions, whatever type their gates are of; no other gate is called. Sessions
   * that are gone are passed over.
   */
  async sendBatch<T extends string>(
    sessions: readonly Pick<SessionSnapshot, "serverId" | "sessionId">[],
    topic: T,
    body: PushBody<T>,
    options: SendOptions = {},
  ): Promise<Reach> {
    const byGate = new Map<string, string[]>();
    for (const { serverId, sessionId } of sessions) {
      const ids = byGate.get(serverId);
      if (ids === undefined) byGate.set(serverId, [sessionId]);
      else ids.push(sessionId);
    }
    const types = new Map(this.#app.instances().map(({ id, type }) => [id, type]));
    return await this.#run(
      Array.from(byGate, ([id, ids]) => ({
        serverId: id,
        target: `${types.get(id) ?? this.#type}@${id}`,
        handler: "SendBatch",
        args: [ids, topic, body, ...rest(options)],
      })),
    );
  }

  /**
   * All sessions of all gates, gate by gate, in the order in which they began; fetched by the thousand, as they
   * are asked for. Those that come or go meanwhile may be in it or not.
   *
   * @throws {RpcError} What the call to a gate that can't be asked throws.
   */
  async *sessions(): AsyncGenerator<SessionInfo, void, void> {
    for (const { id } of this.#gates()) {
      let after: number | undefined = 0;
      while (after !== undefined) {
        const gate = `${this.#type}@${id}`;
        const answer = await this.#caller.invoke(gate, "Sessions", [after], this.#options);
        const page = answer as SessionPage; // the gate's own handler: see session-list.ts
        // Over mqant's own wire a date is its text.
        for (const info of page.sessions) {
          yield { ...info, connectedAt: new Date(info.connectedAt) };
        }
        after = page.next;
      }
    }
  }

  get #app(): App {
    return this.#caller instanceof BaseModule ? this.#caller.app : this.#caller;
  }

  #gates(): readonly ModuleInstance[] {
    const gates = this.#app.instances(this.#type);
    if (gates.length > 0) return gates;
    const text = `the configuration has no gate of type ${JSON.stringify(this.#type)}`;
    throw new RpcError("not_found", text);
  }

  async #toEach(handler: string, args: readonly unknown[]): Promise<Reach> {
    return await this.#run(
      this.#gates().map(({ id }) => ({
        serverId: id,
        target: `${this.#type}@${id}`,
        handler,
        args,
      })),
    );
  }

  async #run(errands: readonly Errand[]): Promise<Reach> {
    const failed: GateFailure[] = [];
    let reached = 0;
    const run = async ({ serverId, target, handler, args }: Errand): Promise<void> => {
      try {
        const count = await this.#caller.invoke(target, handler, args, this.#options);
        reached += count as number; // the gate's own handler: see fan-out-handlers.ts
      } catch (error) {
        failed.push({ serverId, error: RpcError.from(error) });
      }
    };
    await Promise.all(errands.map(run));
    const refusals = failed.filter(({ error }) => CALLERS_OWN.has(error.code));
    if (refusals[0] !== undefined && refusals.length === errands.length) throw refusals[0].error;
    return { reached, failed };
  }
}

/** What is no gate's fault, if all of them say it. */
const CALLERS_OWN: ReadonlySet<RpcErrorCode> = new Set([
  "invalid_argument",
  "too_large",
  "canceled",
]);

/** What goes behind the body: as little as there is to say. */
function rest({ qos, except }: BroadcastOptions): unknown[] {
  if (except !== undefined) return [qos, except.sessionId];
  return qos === undefined ? [] : [qos];
}
