import type { IConnectPacket } from "mqtt-packet";
import * as assert from "uvu/assert";
import type { Way } from "./every-way.ts";
import { publishPacket } from "./raw-mqtt-client.ts";

/** A packet of this first byte and body, both hexadecimal, with the remaining length that it needs. */
export function framed(first: string, body: string): string {
  let rest = body.replaceAll(" ", "").length / 2;
  let length = "";
  do {
    const byte = (rest % 128) + (rest >= 128 ? 128 : 0);
    length += byte.toString(16).padStart(2, "0");
    rest = Math.floor(rest / 128);
  } while (rest > 0);
  return `${first}${length}${body.replaceAll(" ", "")}`;
}

/**
 * Sees that each of these packets closes a connection that has said CONNECT, with `answer` at most, and that
 * a request behind it is not served.
 */
export async function closesBy(
  { connect, served }: Way,
  packets: readonly string[],
  { answer = "", packet = {} }: { answer?: string; packet?: Partial<IConnectPacket> } = {},
): Promise<void> {
  for (const hex of packets) {
    const client = await connect(packet);
    client.send(hex, publishPacket("Test/HD_Note", '"behind"'));
    await client.untilClosed();
    assert.is(client.hex, answer, hex);
    assert.equal(served, [], hex);
  }
}

/** The same of packets that come first in a connection. */
export async function refuses(
  { open, served }: Way,
  packets: readonly string[],
  answer = "",
): Promise<void> {
  for (const hex of packets) {
    const client = await open();
    client.send(hex, publishPacket("Test/HD_Note", '"behind"'));
    await client.untilClosed();
    assert.is(client.hex, answer, hex);
    assert.equal(served, [], hex);
  }
}
