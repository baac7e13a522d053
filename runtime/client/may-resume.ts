import type { MqttClient } from "./mqtt-client.ts";

/**
 * Whether a client whose connection broke is going to ask for the session that it had, and will be told by
 * CONNACK whether it has it: MQTT 3.1 has no flag for that.
 */
export function mayResume({ reconnecting = false, options = {} }: MqttClient): boolean {
  const { clean = true, protocolVersion = 4, properties } = options;
  if (!reconnecting || clean) return false;
  if (protocolVersion !== 5) return protocolVersion === 4;
  return (properties?.sessionExpiryInterval ?? 0) > 0;
}
