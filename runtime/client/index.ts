export type { GateCallOptions, GateTransport } from "./gate-transport.ts";
export type {
  ConnectListener,
  ConnectOptions,
  MessageListener,
  MqttClient,
} from "./mqtt-client.ts";
export { mqttTransport } from "./mqtt-transport.ts";
export type { MqttTransport, MqttTransportOptions } from "./mqtt-transport.ts";
export { RpcError } from "../errors.ts";
export type { RpcErrorCode } from "../errors.ts";
