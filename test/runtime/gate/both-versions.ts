import type { IConnectPacket, Packet } from "mqtt-packet";
import * as assert from "uvu/assert";
import { framed } from "../../support/closes.ts";
import { eventually } from "../../support/eventually.ts";
import { everyWay } from "../../support/every-way.ts";
import { publishPacket } from "../../support/raw-mqtt-client.ts";

/** What clients of one version of MQTT say and hear otherwise, where all else is the same. */
export interface Dialect {
  /** What is special about their CONNECT. */
  readonly packet: Partial<IConnectPacket>;
  /** Properties without any in them, hexadecimal. */
  readonly noProperties: string;
  /** What an acknowledgement says besides its id if all is well; see {@link told}. */
  readonly success: string;
  /** What PUBCOMP says of an id that is not in use. */
  readonly notFound: string;
}

export const MQTT_311: Dialect = { packet: {}, noProperties: "", success: "", notFound: "" };

export const MQTT_5: Dialect = {
  packet: { protocolVersion: 5 },
  noProperties: "00",
  success: " 0",
  notFound: " 92",
};

/** A packet in short: its kind, its id, and its reason code, hexadecimal. */
export function told({ cmd, messageId, ...others }: Packet): string {
  const reason = "reasonCode" in others ? ` ${others.reasonCode?.toString(16)}` : "";
  return `${cmd} ${messageId ?? ""}${reason}`.trim();
}

/** SUBSCRIBE with options (in MQTT 3.1.1 a QoS) for each filter. */
export function subscribe(
  { noProperties }: Dialect,
  id: string,
  filters: readonly (readonly [filter: string, options: number])[],
): string {
  const pairs = filters.map(([filter, options]) => {
    return `${text(filter)}${options.toString(16).padStart(2, "0")}`;
  });
  return framed("82", `${id} ${noProperties} ${pairs.join("")}`);
}

export function unsubscribe(
  { noProperties }: Dialect,
  id: string,
  filters: readonly string[],
): string {
  return framed("a2", `${id} ${noProperties} ${filters.map(text).join("")}`);
}

function text(value: string): string {
  const bytes = Buffer.from(value);
  return bytes.length.toString(16).padStart(4, "0") + bytes.toString("hex");
}

/** Sends these in one go and waits until the answers are exactly these. */
export async function exchange(
  { packet }: Dialect,
  sent: readonly string[],
  answers: readonly string[],
  settings = {},
): Promise<void> {
  await everyWay(
    async (way) => {
      const client = await way.connect(packet);
      client.send(...sent);
      await eventually(() => client.hex === answers.join(""), answers.join());
    },
    { settings },
  );
}

/** PUBLISH is answered by nothing, PUBACK or PUBREC, and served once; its reply at QoS 0 has no packet id. */
export async function answersEachQos({ packet, noProperties, success }: Dialect): Promise<void> {
  await everyWay(async (way) => {
    const client = await way.connect(packet);
    client.send(
      publishPacket("Test/HD_Note", "0"),
      publishPacket("Test/HD_Note", "1", { qos: 1, messageId: 1 }),
      publishPacket("Test/HD_Note", "2", { qos: 2, messageId: 2 }),
      publishPacket("Test/HD_Echo/x", "3"),
    );
    await eventually(() => client.packets.length === 3);
    assert.equal(client.packets.map(told), [`puback 1${success}`, `pubrec 2${success}`, "publish"]);
    assert.equal(way.served, [0, 1, 2, 3]);
    const body = Buffer.from('{"Error":"","Result":3}').toString("hex");
    const reply = framed("30", `${text("Test/HD_Echo/x")} ${noProperties} ${body}`);
    assert.ok(client.hex.endsWith(reply));
  });
}

/** A publish at QoS 1 with an id that was acknowledged is a new one, DUP or not. */
export async function servesAgainAfterPuback({ packet, success }: Dialect): Promise<void> {
  await everyWay(async (way) => {
    const client = await way.connect(packet);
    for (const dup of [false, true, false]) {
      client.send(publishPacket("Test/HD_Note", "1", { qos: 1, messageId: 7, dup }));
    }
    await eventually(() => client.packets.length === 3);
    assert.equal(client.packets.map(told), Array<string>(3).fill(`puback 7${success}`));
    assert.equal(way.served, [1, 1, 1]);
  });
}

/** A publish at QoS 2 is served once until its PUBREL, which PUBCOMP answers each time. */
export async function servesOnceUntilPubrel(dialect: Dialect): Promise<void> {
  const { packet, success, notFound } = dialect;
  await everyWay(async (way) => {
    const client = await way.connect(packet);
    const publish = (dup: boolean) =>
      publishPacket("Test/HD_Note", "1", { qos: 2, messageId: 9, dup });
    const pubrel: Packet = { cmd: "pubrel", messageId: 9 };
    client.send(publish(false), publish(true), publish(false), pubrel, pubrel, publish(false));
    await eventually(() => client.packets.length === 6);
    const rec = `pubrec 9${success}`;
    const comps = [`pubcomp 9${success}`, `pubcomp 9${notFound}`];
    assert.equal(client.packets.map(told), [rec, rec, rec, ...comps, rec]);
    assert.equal(way.served, [1, 1]);
  });
}

/** Acknowledgements and calls come in the order of the publishes. */
export async function keepsOrder({ packet, success }: Dialect): Promise<void> {
  await everyWay(async (way) => {
    const client = await way.connect(packet);
    const ids = [5, 3, 65_535, 1, 9];
    client.send(
      ...ids.flatMap((messageId) => [
        publishPacket("Test/HD_Note", String(messageId), { qos: 1, messageId }),
        publishPacket("Test/HD_Note", String(-messageId), { qos: 2, messageId }),
      ]),
    );
    await eventually(() => client.packets.length === 10);
    assert.equal(
      client.packets.map(told),
      ids.flatMap((id) => [`puback ${id}${success}`, `pubrec ${id}${success}`]),
    );
    assert.equal(
      way.served,
      ids.flatMap((id) => [id, -id]),
    );
  });
}
