import { randomBytes } from "node:crypto";
import { RpcError } from "../errors.ts";
import type { RpcCaller } from "../rpc/rpc-caller.ts";
import { Session, type SessionSnapshot } from "../session/session.ts";
import type { Network } from "./client-socket.ts";
import type { CloseKind, CloseReason } from "./close-reason.ts";
import type { ConnectRequest } from "./connect-packet.ts";
import type { ConnectedClient } from "./connection-host.ts";
import { Conversation, type ConversationHost, type Listener } from "./conversation.ts";
import type { Asker, Dispatch } from "./dispatch.ts";
import type { MqttConnection } from "./mqtt-connection.ts";
import type { OutgoingMessage } from "./outgoing-message.ts";
import type { OnSettled } from "./outgoing-window.ts";
import { correlationDataOf, responseTopicOf } from "./properties.ts";
import type { Publish } from "./publish-packet.ts";
import { encodeFailure } from "./reply-body.ts";
import { refusalOf } from "./request-topic.ts";
import type { Keeping } from "./session-keeping.ts";
import type { UserTable } from "./user-table.ts";

/** What becomes of requests that nobody waits for any longer: as if the handler were gone. */
const GIVEN_UP = new RpcError("lost", "the gate closes", { maybeExecuted: true });
const NOT_BEGUN = new RpcError("unavailable", "the gate closes");

/** What all clients of a gate have in common. */
export interface ClientHost extends ConversationHost {
  /** The module id of the gate. */
  readonly serverId: string;
  /** `Type@Id` of the gate: where sessions call home. */
  readonly target: string;
  readonly caller: RpcCaller;
  readonly dispatch: Dispatch;
  /** Which clients are bound to which users: kept by whoever binds one. */
  readonly users: UserTable;
  /** A session has begun. */
  clientConnected(client: GateClient): void;
  /** Its client is there again. */
  clientResumed(client: GateClient, wasAway: boolean): void;
  /** The connection is closed; whether the session goes on is the host's to say. */
  clientDisconnected(client: GateClient, reason: CloseReason): void;
  /** A session ends whose client is away. */
  clientGivenUp(client: GateClient, reason: CloseReason): void;
}

/**
 * One client as the gate knows it: its session's state, and the connection that it has at the moment. A
 * session whose connection broke may be away for a while, and go on on another one.
 */
export class GateClient implements ConnectedClient, Listener {
  /** 128 random bits: nobody guesses another client's. */
  readonly sessionId: string = randomBytes(16).toString("hex");
  readonly clientId: string;
  /** In which order clients came to the gate: the table's to give. */
  serial = 0;
  /** In milliseconds, as `Date.now()` tells it. */
  readonly connectedAt: number = Date.now();
  readonly conversation: Conversation;
  readonly #host: ClientHost;
  #connection: MqttConnection | undefined;
  #network: Network;
  #ip: string;
  #keeping: Keeping | undefined;
  #stage: "joining" | "joined" | "ended" = "joining";
  #userId = "";
  readonly #settings = new Map<string, string>();
  #asker: Asker | undefined;
  #bindings = 0;

  constructor(connection: MqttConnection, request: ConnectRequest, host: ClientHost) {
    const { clientId, protocolVersion } = request;
    // MQTT 5, [MQTT-3.1.3-7] As if the client had named it itself.
    this.clientId = clientId === "" && protocolVersion === 5 ? this.sessionId : clientId;
    this.#host = host;
    this.#connection = connection;
    this.#network = connection.socket.network;
    this.#ip = connection.socket.ip;
    this.conversation = new Conversation(protocolVersion, this, host);
    this.conversation.attach(connection);
  }

  get userId(): string {
    return this.#userId;
  }

  /** Where it is connected. */
  get home(): Pick<SessionSnapshot, "serverId" | "network" | "ip"> {
    return { serverId: this.#host.serverId, network: this.#network, ip: this.#ip };
  }

  /** What was written and has not left this process. */
  get unsentBytes(): number {
    return this.#connection?.socket.unsentBytes ?? 0;
  }

  /** What the session is kept by if its connection breaks. */
  get keeping(): Keeping | undefined {
    return this.#keeping;
  }

  /** Whether CONNACK was not sent yet: nothing can be acknowledged. */
  get isJoining(): boolean {
    return this.#stage === "joining";
  }

  /** Whether the connection broke, and the session waits for another one. */
  get isAway(): boolean {
    return this.#connection === undefined && !this.hasEnded;
  }

  get hasEnded(): boolean {
    return this.#stage === "ended";
  }

  /** The present state, as a value. */
  snapshot(): SessionSnapshot {
    return {
      sessionId: this.sessionId,
      userId: this.#userId,
      ...this.home,
      settings: Object.fromEntries(this.#settings),
    };
  }

  /** The session as a module gets it: a value of its own. */
  session(): Session {
    return new Session(this.snapshot(), this.#host.target, this.#host.caller);
  }

  /** Whether the client takes a message of this size; true as long as it is away. */
  fits(message: OutgoingMessage): boolean {
    return this.conversation.fits(message);
  }

  /**
   * Sends a message. Before CONNACK it waits for that, and at QoS 1 for the client that is away.
   *
   * @param settled - Told what becomes of it, at QoS 1 and if this returns `true`.
   * @returns Whether it was taken.
   */
  publish(message: OutgoingMessage, qos: 0 | 1, settled?: OnSettled): boolean {
    return !this.hasEnded && this.conversation.publish(message, qos, settled);
  }

  /**
   * Binds the session to a user.
   *
   * @param load - Fetches what is stored of the user.
   * @param check - Called at the last moment: throws if the session may not be bound any more.
   * @throws {RpcError} `aborted` if the session was bound or unbound anew meanwhile, `not_found` if it is
   *   over; what `load` and `check` throw.
   */
  async bind(
    userId: string,
    load: (userId: string) => Promise<ReadonlyMap<string, string>>,
    check: () => void = () => {},
  ): Promise<void> {
    const binding = ++this.#bindings;
    const stored = await load(userId);
    if (this.hasEnded) throw new RpcError("not_found", "the session ended while it was bound");
    if (binding !== this.#bindings) {
      throw new RpcError("aborted", "the session was bound or unbound anew meanwhile");
    }
    check();
    this.#nowIs(userId);
    // The session's own settings win over those that were stored.
    for (const [key, value] of stored) if (!this.#settings.has(key)) this.#settings.set(key, value);
    this.#asker = undefined;
  }

  unbind(): void {
    this.#bindings++;
    this.#nowIs("");
    this.#asker = undefined;
  }

  /** Changes settings: `undefined` removes. */
  change(changes: Iterable<readonly [key: string, value: string | undefined]>): void {
    for (const [key, value] of changes) {
      if (value === undefined) this.#settings.delete(key);
      else this.#settings.set(key, value);
    }
    this.#asker = undefined;
  }

  async serve(publish: Publish): Promise<Publish> {
    const connection = this.#connection;
    // Made once per change of the session's state: a call gives modules copies of its arguments.
    this.#asker ??= {
      session: this.session(),
      options: { hash: this.#userId || this.sessionId },
    };
    const body = await this.#host.dispatch.serve(this.#asker, publish, hasResponseTopic(publish));
    // The reply goes out at the request's QoS, at most 1; at QoS 0 on the request's connection or not at all.
    if (body !== undefined && (publish.qos > 0 || connection === this.#connection)) {
      this.#reply(publish, body);
    }
    return publish;
  }

  /** Answers what is not served yet: it is not waited for any longer. */
  giveUp(): void {
    const { running, waiting } = this.conversation.giveUp();
    for (const publish of running) this.#answer(publish, GIVEN_UP);
    for (const publish of waiting) this.#answer(publish, NOT_BEGUN);
  }

  refusal(topic: string): number {
    return refusalOf(topic);
  }

  connected(connection: MqttConnection, keeping: Keeping | undefined): void {
    this.#keeping = keeping;
    if (this.#stage === "joining") {
      this.#stage = "joined";
      this.#host.clientConnected(this);
      return;
    }
    const former = this.#connection;
    this.#connection = connection;
    this.#network = connection.socket.network;
    this.#ip = connection.socket.ip;
    this.#asker = undefined;
    former?.close("taken_over", "its client went on on another connection");
    this.conversation.attach(connection);
    this.#host.clientResumed(this, former === undefined);
  }

  disconnected(connection: MqttConnection, reason: CloseReason): void {
    if (connection !== this.#connection) return; // its session has gone on without it
    this.#connection = undefined;
    this.#host.clientDisconnected(this, reason);
  }

  /** The session is kept for a client that may come back. */
  rest(): void {
    this.conversation.detach();
  }

  /** The session is over, and its connection closed. */
  finish(): void {
    this.#stage = "ended";
    this.conversation.end();
  }

  end(kind: CloseKind, text: string): void {
    if (this.#connection !== undefined) this.#connection.close(kind, text);
    else if (!this.hasEnded) this.#host.clientGivenUp(this, { kind, text });
  }

  expired(text: string): void {
    this.end("not_resumed", text);
  }

  #answer(publish: Publish, error: RpcError): void {
    const body = this.#host.dispatch.failure(publish, hasResponseTopic(publish), error);
    if (body !== undefined) this.#reply(publish, body);
  }

  #reply({ topic, qos, properties }: Publish, payload: string): void {
    // MQTT 5, section 4.10: to the topic that the client names, with the data that it tells its request by.
    const to = (properties && responseTopicOf(properties)) ?? topic;
    const correlationData = properties && correlationDataOf(properties);
    const reply = { topic: to, payload, correlationData };
    const replyQos = qos === 0 ? 0 : 1;
    if (this.publish(reply, replyQos) || this.fits(reply)) return;
    const failure = encodeFailure(
      "too_large",
      "the result is larger than the client takes packets",
    );
    this.publish({ ...reply, payload: failure }, replyQos);
  }

  #nowIs(userId: string): void {
    this.#host.users.remove(this);
    this.#userId = userId;
    this.#host.users.add(this);
  }
}

function hasResponseTopic({ properties }: Publish): boolean {
  return properties !== undefined && responseTopicOf(properties) !== undefined;
}
