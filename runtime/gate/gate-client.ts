import { randomBytes } from "node:crypto";
import { RpcError } from "../errors.ts";
import type { RpcCaller } from "../rpc/rpc-caller.ts";
import { Session, type SessionSnapshot } from "../session/session.ts";
import type { ConnectedClient } from "./connection-host.ts";
import type { Asker, Dispatch } from "./dispatch.ts";
import type { MqttConnection } from "./mqtt-connection.ts";
import { correlationDataOf, responseTopicOf } from "./properties.ts";
import type { Publish } from "./publish-packet.ts";
import { encodeFailure } from "./reply-body.ts";
import { refusalOf } from "./request-topic.ts";

/** What all clients of a gate have in common. */
export interface ClientHost {
  /** The module id of the gate. */
  readonly serverId: string;
  /** `Type@Id` of the gate: where sessions call home. */
  readonly target: string;
  readonly caller: RpcCaller;
  readonly dispatch: Dispatch;
  clientConnected(client: GateClient): void;
  clientClosed(client: GateClient): void;
}

/** One client as the gate knows it: its session's state and its connection. */
export class GateClient implements ConnectedClient {
  /** 128 random bits: nobody guesses another client's. */
  readonly sessionId: string = randomBytes(16).toString("hex");
  readonly connection: MqttConnection;
  readonly #host: ClientHost;
  #userId = "";
  readonly #settings = new Map<string, string>();
  #asker: Asker | undefined;
  #bindings = 0;

  constructor(connection: MqttConnection, host: ClientHost) {
    this.connection = connection;
    this.#host = host;
  }

  get userId(): string {
    return this.#userId;
  }

  /** The present state, as a value. */
  snapshot(): SessionSnapshot {
    const { network, ip } = this.connection.socket;
    return {
      sessionId: this.sessionId,
      userId: this.#userId,
      serverId: this.#host.serverId,
      network,
      ip,
      settings: Object.fromEntries(this.#settings),
    };
  }

  /** The session as a module gets it: a value of its own. */
  session(): Session {
    return new Session(this.snapshot(), this.#host.target, this.#host.caller);
  }

  /**
   * Binds the session to a user.
   *
   * @param load - Fetches what is stored of the user.
   * @throws {RpcError} `aborted` if the session was bound or unbound anew meanwhile; what `load` throws.
   */
  async bind(
    userId: string,
    load: (userId: string) => Promise<ReadonlyMap<string, string>>,
  ): Promise<void> {
    const binding = ++this.#bindings;
    const stored = await load(userId);
    if (binding !== this.#bindings) {
      throw new RpcError("aborted", "the session was bound or unbound anew meanwhile");
    }
    this.#userId = userId;
    // The session's own settings win over those that were stored.
    for (const [key, value] of stored) if (!this.#settings.has(key)) this.#settings.set(key, value);
    this.#asker = undefined;
  }

  unbind(): void {
    this.#bindings++;
    this.#userId = "";
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

  async serve(publish: Publish): Promise<void> {
    // Made once per change of the session's state: a call gives modules copies of its arguments.
    this.#asker ??= {
      session: this.session(),
      options: { hash: this.#userId || this.sessionId },
    };
    const { topic, qos, properties } = publish;
    const responseTopic = properties && responseTopicOf(properties);
    const hasResponseTopic = responseTopic !== undefined;
    const body = await this.#host.dispatch.serve(this.#asker, publish, hasResponseTopic);
    if (body === undefined) return;
    // MQTT 5, section 4.10: to the topic that the client names, with the data that it tells its request by.
    const correlationData = properties && correlationDataOf(properties);
    const reply = { topic: responseTopic ?? topic, payload: body, correlationData };
    // The reply goes out at the request's QoS, at most 1.
    const replyQos = qos === 0 ? 0 : 1;
    if (this.connection.publish(reply, replyQos) || this.connection.fits(reply)) return;
    const failure = encodeFailure(
      "too_large",
      "the result is larger than the client takes packets",
    );
    this.connection.publish({ ...reply, payload: failure }, replyQos);
  }

  refusal(topic: string): number {
    return refusalOf(topic);
  }

  connected(): void {
    this.#host.clientConnected(this);
  }

  closed(): void {
    this.#host.clientClosed(this);
  }
}
