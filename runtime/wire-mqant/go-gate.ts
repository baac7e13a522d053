import { RpcError } from "../errors.ts";
import type { CarriedRequest } from "../rpc/carrier.ts";
import { CopyError } from "../rpc/copy-value.ts";
import { isSettingsChange } from "../session/session.ts";
import type { SessionSnapshot, SettingsChange } from "../session/session.ts";
import { jsonText } from "./json-text.ts";
import { cleanJson } from "./received-json.ts";
import { fromSessionMap, settingText, settingTexts, toSessionMap } from "./session-map.ts";

// Sessions on this wire. A session that comes with a call, as the first argument of an `HD_` handler, is
// revived from Go's map, one that goes with a call or a result becomes one (`session-map.ts`). Its verbs are
// calls to the gate that holds the connection, and there Go's gates and ours have different words:
//
// | verb               | to a gate of ours              | to any gate over this wire                     |
// | ------------------ | ------------------------------ | ---------------------------------------------- |
// | `bind`, `unbind`,  | `Bind`, `UnBind`, `Update`:    | the same; the answer is a `SessionMap`         |
// | `update`           | the answer is a snapshot       |                                                |
// | `push`             | `Push` with the changes        | a `Set` or `Remove` for each change: Go's      |
// |                    |                                | `Push` overwrites what others have changed     |
// | `send`, `sendNR`   | `Send` with a value            | `Send` with its JSON text as bytes             |
// | `sendBatch`        | `SendBatch`                    | a `Send` for each session                      |
// | `join`, `leave`,   | `JoinGroup`, `LeaveGroup`,     | the same; Go's gates have none of them         |
// | `groups`           | `Groups`                       |                                                |
// | `close`            | `Close`                        | the same                                       |
// | `sendToGroup` and  | `SendToGroup`, `BroadCast`     | the body's JSON text as bytes; Go's gates have |
// | `broadcast` of all | with a value                   | `BroadCast` only                               |
// | gates              |                                | `BroadCast` only, and no third argument, which |
// |                    |                                | is `{ qos, except }` where it is needed        |
//
// `GoGate` speaks so to a gate; `gateArguments` and `gateAnswer` make a gate of ours understand it, and what
// Go's modules send besides: settings that are no texts.
//
// Source: mqant's `gate.Session`, and its gate's handlers.

/** How many clients one `sendBatch` sends to at a time. */
const SENDS_AT_A_TIME = 64;

/** Sends a request, and waits for the reply. */
type Ask = (request: CarriedRequest) => Promise<unknown>;

/** A gate behind this wire, spoken to as Go's gates want it. */
export class GoGate {
  readonly #ask: Ask;

  constructor(ask: Ask) {
    this.#ask = ask;
  }

  /** Does what `request` asks a gate of ours for. */
  invoke(request: CarriedRequest): Promise<unknown> {
    switch (request.handler) {
      case "Bind":
      case "UnBind":
      case "Update":
      case "Set":
      case "Remove":
        return this.#session(request);
      case "Push":
        return isSettingsChange(request.args[1]) ? this.#push(request) : this.#session(request);
      case "SendBatch":
        return this.#sendBatch(request);
      default:
        return this.#ask(withBody(request));
    }
  }

  async #session(request: CarriedRequest): Promise<SessionSnapshot> {
    const snapshot = fromSessionMap(await this.#ask(request));
    if (snapshot !== undefined) return snapshot;
    const { target, handler } = request;
    const text = `${target.type}@${target.id}/${handler} answered no session`;
    throw new RpcError("internal", text, { maybeExecuted: true });
  }

  async #push(request: CarriedRequest): Promise<SessionSnapshot> {
    const derived = deriving(request);
    const [id, change] = request.args as [unknown, SettingsChange]; // looked at by invoke
    const [first, ...others] = [
      ...Object.entries(change.set).map(([key, value]) => derived("Set", [id, key, value])),
      ...change.removed.map((key) => derived("Remove", [id, key])),
    ];
    if (first === undefined) return await this.#session(derived("Update", [id]));
    if (others.length === 0) return await this.#session(first);
    await Promise.all([first, ...others].map((each) => this.#session(each)));
    return await this.#session(derived("Update", [id]));
  }

  async #sendBatch(request: CarriedRequest): Promise<number> {
    const derived = deriving(request);
    const [ids, topic, body] = request.args;
    if (!Array.isArray(ids))
      throw new RpcError("invalid_argument", "SendBatch without session ids");
    const waiting: unknown[] = [...(ids as unknown[])]; // looked at by the gate, each by itself
    const bytes = bytesOf(body, request, 2);
    let reached = 0;
    const sendNext = async (): Promise<void> => {
      while (waiting.length > 0) {
        try {
          await this.#ask(derived("Send", [waiting.pop(), topic, bytes]));
          reached++;
        } catch (error) {
          if (error instanceof RpcError && error.code === "not_found") continue; // it is gone
          waiting.length = 0;
          throw error;
        }
      }
    };
    await Promise.all(Array.from({ length: SENDS_AT_A_TIME }, sendNext));
    return reached;
  }
}

/** The request to send to clients as Go's gates want it; any other stays as it is. */
export function withBody(request: CarriedRequest): CarriedRequest {
  const { handler, args } = request;
  const at = bodyIndex(handler);
  if (at === undefined || args.length <= at) return request;
  const body = bytesOf(args[at], request, at);
  return { ...request, args: [...args.slice(0, at), body, ...wishes(handler, args.slice(at + 1))] };
}

/**
 * What stands behind the body. Go's gates take nothing there: a QoS alone, which is theirs to choose, is left
 * out where they have the handler; leaving somebody out is refused by them.
 */
function wishes(handler: string, [qos, except]: readonly unknown[]): unknown[] {
  const isSaid = handler === "SendToGroup" && qos !== undefined;
  return isSaid || except !== undefined ? [{ qos, except }] : [];
}

/** Which argument of a gate's handler is what clients are sent. */
function bodyIndex(handler: string): number | undefined {
  switch (handler) {
    case "Send":
    case "SendToGroup":
      return 2;
    case "BroadCast":
      return 1;
    default:
      return undefined;
  }
}

/** What a handler of our gate is to be given for what came over this wire. */
export function gateArguments(handler: string, args: readonly unknown[]): readonly unknown[] {
  const [id, second, third, fourth] = args;
  switch (handler) {
    case "Send":
      return third instanceof Uint8Array ? [id, second, valueOf(third)] : args;
    case "SendToGroup":
      if (!(third instanceof Uint8Array)) return args;
      return [id, second, valueOf(third), ...grant(fourth)];
    case "SendBatch": {
      // Go names the sessions in one text.
      const ids = typeof id === "string" ? id.split(",") : id;
      return [ids, second, third instanceof Uint8Array ? valueOf(third) : third];
    }
    case "BroadCast":
      return second instanceof Uint8Array ? [id, valueOf(second), ...grant(third)] : args;
    case "Set":
      return third === undefined ? args : [id, second, settingText(third)];
    case "Push":
      return [id, isSettingsChange(second) ? second : (settingTexts(second) ?? second)];
    default:
      return args;
  }
}

/** The arguments behind the body that {@link wishes} has made an object of; the gate looks at each. */
function grant(wished: unknown): unknown[] {
  if (typeof wished !== "object" || wished === null) return [];
  return ["qos" in wished ? wished.qos : undefined, "except" in wished ? wished.except : undefined];
}

/** What is told over this wire of what a handler of our gate has returned. */
export function gateAnswer(result: unknown): unknown {
  return isSnapshot(result) ? toSessionMap(result) : result;
}

/** Makes requests that have the time that is left of another one. */
function deriving(request: CarriedRequest) {
  const deadline = performance.now() + request.timeoutMs;
  return (handler: string, args: readonly unknown[]): CarriedRequest => {
    const timeoutMs = Math.max(1, deadline - performance.now());
    return { ...request, handler, args, timeoutMs };
  };
}

/** The JSON text of a push, whatever its body was. */
function bytesOf(body: unknown, { target, handler }: CarriedRequest, at: number): Uint8Array {
  try {
    return new Uint8Array(Buffer.from(jsonText(body, false)));
  } catch (error) {
    if (!(error instanceof CopyError)) throw error;
    const name = `argument ${at + 1} of ${target.type}@${target.id}/${handler}`;
    throw error.toRpcError(name, "invalid_argument", Infinity);
  }
}

/** What the bytes of a push say; bytes that are no JSON go to clients as bytes do, in base64. */
function valueOf(bytes: Uint8Array): unknown {
  try {
    return cleanJson(JSON.parse(Buffer.from(bytes).toString("utf8")));
  } catch {
    return bytes;
  }
}

function isSnapshot(value: unknown): value is SessionSnapshot {
  return (
    typeof value === "object" &&
    value !== null &&
    "sessionId" in value &&
    "serverId" in value &&
    "settings" in value
  );
}
