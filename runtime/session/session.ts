import { RpcError } from "../errors.ts";
import { Traveller } from "../rpc/copy-value.ts";
import type { PushBody } from "../rpc/registry.ts";
import type { RpcCaller } from "../rpc/rpc-caller.ts";
import type { Delivery, SendOptions } from "./delivery.ts";

/** What travels of a session: plain data. The names are mqant's, in lower camel case. */
export interface SessionSnapshot {
  /** The connection's id, made by the gate, random. */
  readonly sessionId: string;
  /** The user that the session is bound to, empty for a guest. */
  readonly userId: string;
  /** The module id of the gate that holds the connection. */
  readonly serverId: string;
  /** `"tcp"`, `"tls"`, `"ws"` or `"wss"`. */
  readonly network: string;
  /** The client's address, without the port. */
  readonly ip: string;
  readonly settings: Readonly<Record<string, string>>;
}

/** A session on its way to another process: a list, since its names would be most of what a small request is. */
export type WireSession = readonly [
  sessionId: string,
  userId: string,
  serverId: string,
  network: string,
  ip: string,
  /** The target of its home. */
  gate: string,
  /** Left out if there are none. */
  settings?: Readonly<Record<string, string>>,
];

/** @param gate - The target of the session's home. */
export function wireSession(snapshot: SessionSnapshot, gate: string): WireSession {
  const { sessionId, userId, serverId, network, ip, settings } = snapshot;
  const texts = [sessionId, userId, serverId, network, ip, gate] as const;
  return Object.keys(settings).length === 0 ? texts : [...texts, settings];
}

/** The changes of settings that {@link Session.push} sends home. */
export interface SettingsChange {
  readonly set: Readonly<Record<string, string>>;
  readonly removed: readonly string[];
}

/** Whether something is such changes; what they hold is not looked at. */
export function isSettingsChange(value: unknown): value is SettingsChange {
  return (
    typeof value === "object" &&
    value !== null &&
    "set" in value &&
    typeof value.set === "object" &&
    value.set !== null &&
    "removed" in value &&
    Array.isArray(value.removed)
  );
}

/** By what travels, which comes from one gate: a client's session goes with every request that it makes. */
const wireTexts = new WeakMap<SessionSnapshot, string>();

/**
 * What modules know about one client: a snapshot that travels with every call, and verbs that call home
 * to the gate that holds the connection, wherever they are used. Each verb that calls home throws
 * `not_found` once the connection is gone.
 *
 * Source: mqant's `gate.Session`.
 */
export class Session extends Traveller implements SessionSnapshot {
  readonly #caller: RpcCaller;
  readonly #gate: string;
  /** Shared with other sessions, and never changed. */
  #snapshot: SessionSnapshot;
  // Made by the first change: a session is copied for every call, and few handlers change one.
  #changed: Map<string, string | undefined> | undefined;

  /**
   * @param gate - The target of the gate that holds the connection, such as `"Gate@Gate001"`.
   * @param caller - Makes the calls home.
   */
  constructor(snapshot: SessionSnapshot, gate: string, caller: RpcCaller) {
    super();
    this.#snapshot = snapshot;
    this.#gate = gate;
    this.#caller = caller;
  }

  get sessionId(): string {
    return this.#snapshot.sessionId;
  }
  get userId(): string {
    return this.#snapshot.userId;
  }
  get serverId(): string {
    return this.#snapshot.serverId;
  }
  get network(): string {
    return this.#snapshot.network;
  }
  get ip(): string {
    return this.#snapshot.ip;
  }
  /** The settings with local changes, as a copy. */
  get settings(): Readonly<Record<string, string>> {
    const { settings } = this.#snapshot;
    if (this.#changed === undefined) return { ...settings };
    const changed = new Map(Object.entries(settings));
    for (const [key, value] of this.#changed) {
      if (value === undefined) changed.delete(key);
      else changed.set(key, value);
    }
    return Object.fromEntries(changed);
  }

  /** Whether no user is bound to the session. */
  isGuest(): boolean {
    return this.userId === "";
  }

  /** One setting, with local changes, or `undefined`. */
  get(key: string): string | undefined {
    if (this.#changed?.has(key) === true) return this.#changed.get(key);
    const { settings } = this.#snapshot;
    return Object.hasOwn(settings, key) ? settings[key] : undefined;
  }

  /** Sets a setting here; others see it after {@link push}. */
  set(key: string, value: string): void {
    (this.#changed ??= new Map()).set(key, value);
  }

  /** Removes a setting here; others see it after {@link push}. */
  remove(key: string): void {
    (this.#changed ??= new Map()).set(key, undefined);
  }

  /**
   * Sends the settings that were set or removed here to the gate, and nothing else of them.
   *
   * @throws {RpcError} `unavailable` if a user is bound and the gate's session store fails: the gate has the
   *   settings all the same.
   */
  async push(): Promise<void> {
    const set: Record<string, string> = {};
    const removed: string[] = [];
    for (const [key, value] of this.#changed ?? []) {
      if (value === undefined) removed.push(key);
      else set[key] = value;
    }
    const change: SettingsChange = { set, removed };
    await this.#home("Push", change);
  }

  /** Fetches the present state from the gate; local changes that were not pushed are lost. */
  async update(): Promise<void> {
    await this.#home("Update");
  }

  /**
   * Binds the session to a user. The user's stored settings are merged under the session's own.
   *
   * @throws {RpcError} `invalid_argument` for an empty id; `unavailable` if the gate's session store fails;
   *   `already_exists` if the user has another session and the setting `onDuplicateUser` refuses new ones;
   *   `aborted` if the session, or another one to the same user, is bound at the same time.
   */
  async bind(userId: string): Promise<void> {
    if (userId === "") throw new RpcError("invalid_argument", "a user id is not empty");
    await this.#home("Bind", userId);
  }

  /** Makes the session a guest's again. */
  async unbind(): Promise<void> {
    await this.#home("UnBind");
  }

  /**
   * Pushes a message to the client. At QoS 0 this resolves when the message is handed to the connection, at
   * QoS 1 when the client has acknowledged it.
   *
   * @returns Which of the two it was. What is sent at QoS 1 inside `onConnect` is handed over too: a client
   *   acknowledges nothing before it is connected.
   * @throws {RpcError} `lost` if the session ends before the client acknowledges, `deadline_exceeded` if it
   *   does not in time: it may have got the message all the same. `unavailable` at QoS 0 if the connection
   *   broke and the client may come back (setting `resume`): at QoS 1 the message waits for it.
   *   `invalid_argument` for a topic or body that can't be sent, `too_large` if the client takes no message of
   *   that size.
   */
  async send<T extends string>(
    topic: T,
    body: PushBody<T>,
    { qos }: SendOptions = {},
  ): Promise<Delivery> {
    const args = qos === undefined ? [topic, body] : [topic, body, qos];
    // Gates of mqant's own wire say nothing: they do not know.
    return (await this.#call("Send", ...args)) === "delivered" ? "delivered" : "handed_over";
  }

  /** Pushes a message to the client and does not wait; resolves when the gate's queue has it. */
  async sendNR<T extends string>(
    topic: T,
    body: PushBody<T>,
    { qos }: SendOptions = {},
  ): Promise<void> {
    const args = qos === undefined ? [topic, body] : [topic, body, qos];
    await this.#caller.invokeNR(this.#gate, "Send", [this.sessionId, ...args]);
  }

  /**
   * Pushes one message to many clients of the gate that holds this session, encoded once. Sessions that
   * are gone are passed over; acknowledgements are not waited for. For sessions of several gates there is
   * `Gates`.
   *
   * @returns How many were reached.
   * @throws {RpcError} `invalid_argument` for a topic or body that can't be sent.
   */
  async sendBatch<T extends string>(
    sessionIds: readonly string[],
    topic: T,
    body: PushBody<T>,
    { qos }: SendOptions = {},
  ): Promise<number> {
    const args = [sessionIds, topic, body, ...(qos === undefined ? [] : [qos])];
    const reached = await this.#caller.invoke(this.#gate, "SendBatch", args);
    return reached as number; // The gate's own handler: see gate/fan-out-handlers.ts.
  }

  /**
   * Adds the session to a group, such as `"room:1"`, for as long as it lasts: `Gates` and the gate send to
   * groups. Twice is fine.
   *
   * @throws {RpcError} `invalid_argument` for a name that is empty or longer than the gate's
   *   `maxGroupNameBytes`, `resource_exhausted` beyond its `maxGroupsPerSession`.
   */
  async join(group: string): Promise<void> {
    await this.#call("JoinGroup", group);
  }

  /** Takes the session out of a group. If it is not in it that is fine. */
  async leave(group: string): Promise<void> {
    await this.#call("LeaveGroup", group);
  }

  /** Asks the gate which groups the session is in: they do not travel with it. */
  async groups(): Promise<string[]> {
    return (await this.#call("Groups")) as string[]; // the gate's own handler
  }

  /** Closes the client's connection. */
  async close(): Promise<void> {
    await this.#call("Close");
  }

  /** A copy of what travels. */
  snapshot(): SessionSnapshot {
    return { ...this.#snapshot, settings: this.settings };
  }

  /** Another module's own session, with the same way home. */
  override toOtherModule(): Session {
    const snapshot = this.#changed === undefined ? this.#snapshot : this.snapshot();
    return new Session(snapshot, this.#gate, this.#caller);
  }

  override toWire(): WireSession {
    return wireSession(this, this.#gate);
  }

  override wireText(): string {
    if (this.#changed !== undefined) return super.wireText();
    let text = wireTexts.get(this.#snapshot);
    if (text === undefined) {
      text = super.wireText();
      wireTexts.set(this.#snapshot, text);
    }
    return text;
  }

  toJSON(): SessionSnapshot {
    return this.snapshot();
  }

  async #home(handler: string, ...args: unknown[]): Promise<void> {
    const fresh = (await this.#call(handler, ...args)) as SessionSnapshot; // the gate's own handler
    this.#snapshot = fresh;
    this.#changed = undefined;
  }

  async #call(handler: string, ...args: unknown[]): Promise<unknown> {
    return await this.#caller.invoke(this.#gate, handler, [this.sessionId, ...args]);
  }
}
