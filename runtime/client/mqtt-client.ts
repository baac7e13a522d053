/**
 * As much of an MQTT client as the transport needs. MQTT.js fits as it is
 * (https://github.com/mqttjs/MQTT.js); any other can be adapted in a few lines.
 */
export interface MqttClient {
  /** Whether the connection stands at this moment. */
  readonly connected: boolean;
  /** Whether it is going to connect again by itself. @defaultValue false */
  readonly reconnecting?: boolean | undefined;
  /** How it connects, as far as that tells whether its session outlives a connection: by default it does not. */
  readonly options?: ConnectOptions | undefined;
  /**
   * Hands a message to the connection. `done` gets an error if that was not possible: at once if the message
   * was not sent, later if it may have been; and, in MQTT 5, one with PUBACK's reason code as `code` if the
   * server refuses it.
   */
  publish(
    topic: string,
    payload: string,
    options: { qos: 0 | 1 },
    done: (error?: Error | null) => void,
  ): unknown;
  /**
   * `message` for each PUBLISH that arrives; `connect` with what CONNACK says, `close` whenever a connection
   * ended, `end` when there will be no other.
   */
  on(event: "message", listener: MessageListener): unknown;
  on(event: "connect", listener: ConnectListener): unknown;
  on(event: "close" | "end", listener: () => void): unknown;
  off(event: "message", listener: MessageListener): unknown;
  off(event: "connect", listener: ConnectListener): unknown;
  off(event: "close" | "end", listener: () => void): unknown;
}

/** What a client says in CONNECT about its session. */
export interface ConnectOptions {
  /** Whether each connection begins a new session. @defaultValue true */
  readonly clean?: boolean | undefined;
  readonly protocolVersion?: number | undefined;
  readonly properties?:
    | {
        /** MQTT 5: how long a session is to outlive its connection, in seconds. @defaultValue 0 */
        readonly sessionExpiryInterval?: number | undefined;
      }
    | undefined;
}

/** Gets what CONNACK says. */
export type ConnectListener = (connack: { readonly sessionPresent: boolean }) => void;

/** Gets what a PUBLISH carries. */
export type MessageListener = (topic: string, payload: Uint8Array) => void;
