/**
 * As much of an MQTT client as the transport needs. MQTT.js fits as it is
 * (https://github.com/mqttjs/MQTT.js); any other can be adapted in a few lines.
 */
export interface MqttClient {
  /** Whether the connection stands at this moment. */
  readonly connected: boolean;
  /** Hands a message to the connection; `done` gets an error if that was not possible. */
  publish(
    topic: string,
    payload: string,
    options: { qos: 0 | 1 },
    done: (error?: Error | null) => void,
  ): unknown;
  /** `message` for each PUBLISH that arrives; `close` whenever a connection ended. */
  on(event: "message", listener: MessageListener): unknown;
  on(event: "close", listener: () => void): unknown;
  off(event: "message", listener: MessageListener): unknown;
  off(event: "close", listener: () => void): unknown;
}

/** Gets what a PUBLISH carries. */
export type MessageListener = (topic: string, payload: Uint8Array) => void;
