import { RpcError } from "../errors.ts";
import { readGateReply } from "./gate-reply.ts";
import type { GateCallOptions, GateTransport } from "./gate-transport.ts";
import { mayResume } from "./may-resume.ts";
import type { ConnectListener, MqttClient } from "./mqtt-client.ts";
import { PendingRequests } from "./pending-requests.ts";
import type { PushListener } from "./push-listeners.ts";
import { PushListeners } from "./push-listeners.ts";

/** How a transport makes its requests. */
export interface MqttTransportOptions {
  /** How long a request waits unless it says otherwise, in milliseconds. @defaultValue 10000 */
  timeoutMs?: number | undefined;
  /**
   * The quality of service of requests; the gate replies with the same.
   *
   * With 1, and a client that reconnects by itself and asks for its session again (`clean: false`, in MQTT 5
   * with a `sessionExpiryInterval`), what waits when the connection breaks goes on waiting: a gate with
   * `resume` replies on the next connection. If CONNACK says that the session is not there, it is `lost`; until
   * then its time limit runs. What the gate had not acknowledged MQTT.js sends again, to a new session too, and
   * the gate may run it again.
   *
   * @defaultValue 0
   */
  qos?: 0 | 1 | undefined;
  /** How many requests may wait at a time. @defaultValue 1024 */
  maxPendingRequests?: number | undefined;
  /** Gets what a push listener throws. @defaultValue `console.error` */
  onListenerError?: ((error: unknown, topic: string) => void) | undefined;
}

/** A {@link GateTransport} over one MQTT client. */
export interface MqttTransport extends GateTransport {
  /**
   * Stops listening to the client and ends what waits as `canceled`. The client itself stays open: it
   * belongs to whoever made it. Twice is fine.
   */
  close(): void;
}

/**
 * Makes requests to a gate and hears its pushes over an MQTT client, in browsers and in Node. It neither
 * opens nor repeats anything: reconnecting is the client's business, asking again the caller's.
 *
 * @example
 * const gate = new GateClient(mqttTransport(mqtt.connect("ws://localhost:3653")));
 */
export function mqttTransport(
  client: MqttClient,
  options: MqttTransportOptions = {},
): MqttTransport {
  return new OverMqtt(client, options);
}

class OverMqtt implements MqttTransport {
  readonly #client: MqttClient;
  readonly #timeoutMs: number;
  readonly #qos: 0 | 1;
  readonly #maxPending: number;
  readonly #pending = new PendingRequests();
  readonly #listeners: PushListeners;
  // Two transports may share a client: each sees the other's replies and must not take them for its own.
  readonly #idPrefix = randomText();
  #requests = 0;
  #isClosed = false;

  constructor(client: MqttClient, options: MqttTransportOptions) {
    this.#client = client;
    this.#timeoutMs = options.timeoutMs ?? 10_000;
    this.#qos = options.qos ?? 0;
    this.#maxPending = options.maxPendingRequests ?? 1024;
    this.#listeners = new PushListeners(options.onListenerError ?? logListenerError);
    client.on("message", this.#onMessage);
    client.on("connect", this.#onConnect);
    client.on("close", this.#onClose);
    client.on("end", this.#onEnd);
  }

  async request(
    type: string,
    handler: string,
    body: unknown,
    { timeoutMs = this.#timeoutMs, signal, instance }: GateCallOptions = {},
  ): Promise<unknown> {
    const target = instance === undefined ? segment(type) : `${segment(type)}@${segment(instance)}`;
    const name = `${target}/${segment(handler)}`;
    // Written so that NaN is refused as well.
    if (!(timeoutMs > 0)) {
      throw new RpcError("invalid_argument", `timeoutMs is above 0, and not ${timeoutMs}`);
    }
    const payload = encode(name, body);
    if (signal?.aborted) {
      throw new RpcError("canceled", `${name} was canceled before it was sent`, {
        cause: signal.reason,
      });
    }
    if (this.#isClosed) throw new RpcError("unavailable", `${name}: the transport is closed`);
    if (!this.#client.connected) {
      throw new RpcError("unavailable", `${name}: there is no connection to the gate`);
    }
    if (this.#pending.size >= this.#maxPending) {
      throw new RpcError(
        "resource_exhausted",
        `${name}: ${this.#maxPending} requests wait already`,
      );
    }
    this.#requests += 1;
    const topic = `${name}/${this.#idPrefix}${this.#requests.toString(36)}`;
    // Before publishing: a reply may arrive before the client has called back.
    const reply = this.#pending.wait(topic, { timeoutMs, signal });
    this.#publish(topic, payload);
    return await reply;
  }

  onPush(topic: string, listener: PushListener): () => void {
    return this.#listeners.add(topic, listener);
  }

  close(): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.#client.off("message", this.#onMessage);
    this.#client.off("connect", this.#onConnect);
    this.#client.off("close", this.#onClose);
    this.#client.off("end", this.#onEnd);
    this.#listeners.clear();
    this.#pending.failAll(
      (topic) =>
        new RpcError("canceled", `${topic}: the transport was closed`, { maybeExecuted: true }),
    );
  }

  #publish(topic: string, payload: string): void {
    const fail = (error: RpcError) => this.#pending.settle(topic, { error });
    let isHandedOver = false;
    const failed = (cause: unknown) => {
      if (isHandedOver) {
        // What PUBACK refuses the gate answers as well, in words.
        if (!isReasonCode(cause)) fail(lost(topic, cause));
        return;
      }
      const message = `${topic} could not be handed to the connection`;
      fail(new RpcError("unavailable", message, { cause }));
    };
    try {
      this.#client.publish(topic, payload, { qos: this.#qos }, (error) => {
        if (error) failed(error);
      });
      isHandedOver = true;
    } catch (error) {
      failed(error);
    }
  }

  readonly #onMessage = (topic: string, payload: Uint8Array): void => {
    const isReply = this.#pending.has(topic);
    if (!isReply && !this.#listeners.has(topic)) return;
    let body: unknown;
    try {
      body = JSON.parse(new TextDecoder().decode(payload));
    } catch {
      return; // Not from a gate: whoever waits for a reply goes on waiting for the real one.
    }
    if (!isReply) {
      this.#listeners.emit(topic, body);
      return;
    }
    const reply = readGateReply(body);
    if (reply !== undefined) this.#pending.settle(topic, reply);
  };

  readonly #onClose = (): void => {
    // Replies at QoS 0 are not kept by the gate.
    if (this.#qos === 1 && mayResume(this.#client)) this.#pending.doubt();
    else this.#pending.failAll(lost);
  };

  readonly #onConnect: ConnectListener = ({ sessionPresent }) => {
    // Not those that were made since: a client may tell late, when it has sent again what it had to.
    if (!sessionPresent) this.#pending.failDoubted(lost);
  };

  readonly #onEnd = (): void => this.#pending.failAll(lost);
}

function lost(topic: string, cause?: unknown): RpcError {
  const message = `${topic}: the connection broke before the reply`;
  return new RpcError("lost", message, { cause, maybeExecuted: true });
}

/** Whether an error is what PUBACK of MQTT 5 says, as MQTT.js tells it. */
function isReasonCode(error: unknown): boolean {
  return error instanceof Error && "code" in error && typeof error.code === "number";
}

function encode(name: string, body: unknown): string {
  try {
    // `undefined`, for handlers without a body, has no text in JSON.
    return JSON.stringify(body) ?? "null";
  } catch (cause) {
    throw new RpcError("invalid_argument", `${name}: the body has no JSON`, { cause });
  }
}

/** One level of an MQTT topic. */
function segment(text: string): string {
  if (text !== "" && !/[/+#\0]/u.test(text)) return text;
  const message = `${JSON.stringify(text)} can't be a part of a topic: empty, or with / + # or a zero`;
  throw new RpcError("invalid_argument", message);
}

function randomText(): string {
  const [random = 0] = crypto.getRandomValues(new Uint32Array(1));
  return `${random.toString(36)}-`;
}

function logListenerError(error: unknown, topic: string): void {
  // oxlint-disable-next-line no-console -- where a browser has its errors
  console.error(`a listener of ${topic} failed`, error);
}
