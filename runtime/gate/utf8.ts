import { Violation } from "./close-reason.ts";

/**
 * [MQTT-1.5.3-1] Ill-formed UTF-8 closes the connection. mqtt-packet puts U+FFFD in its place: a text with
 * one is looked for in the packet, encoded again with its length in front.
 */
export function checkUtf8(packet: Buffer, texts: readonly (string | undefined)[]): void {
  for (const text of texts) {
    if (text?.includes("\uFFFD") !== true) continue;
    const bytes = Buffer.from(`\0\0${text}`);
    bytes.writeUInt16BE(bytes.length - 2);
    if (!packet.includes(bytes)) throw new Violation("malformed", "a text that is not UTF-8");
  }
}
