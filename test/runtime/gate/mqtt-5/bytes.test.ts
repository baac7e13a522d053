import * as assert from "uvu/assert";
import { closesBy, framed, refuses } from "../../../support/closes.ts";
import { hasCommand } from "../../../support/command.ts";
import { eventually } from "../../../support/eventually.ts";
import { everyWay, type Way } from "../../../support/every-way.ts";
import { publishPacket } from "../../../support/raw-mqtt-client.ts";
import { suite } from "../../../support/suite.ts";

const packet = { protocolVersion: 5 } as const;

/** DISCONNECT with these reasons: malformed packet, protocol error. */
const MALFORMED = { packet, answer: "e00181" };
const PROTOCOL_ERROR = { packet, answer: "e00182" };

/** CONNECT with these properties and this rest behind the keep-alive. */
function connect(properties: string, rest = "0002 6331", flags = "02"): string {
  return framed("10", `0004 4d515454 05 ${flags} 0000 ${block(properties)} ${rest}`);
}

/** Properties with their length in front. */
function block(properties: string): string {
  const bytes = properties.replaceAll(" ", "").length / 2;
  return `${bytes.toString(16).padStart(2, "0")}${properties}`;
}

/** PUBLISH at QoS 0 on "a" with these properties. */
function publish(properties: string): string {
  return framed("30", `0001 61 ${block(properties)} 7b`);
}

/** Ill-formed UTF-8, 3 bytes each: a surrogate, overlong, cut. */
const ILL_FORMED = ["eda080", "61c0af", "6162e2"];

suite("MQTT 5: bytes", (test) => {
  if (!hasCommand("openssl")) {
    test.skip("flags, lengths, texts and properties", "openssl is missing");
    return;
  }

  test("[MQTT-1.5.4-1] [MQTT-3.3.2-1] [MQTT-3.3.2-13] [MQTT-3.3.2-19] [MQTT-1.5.7-1] ill-formed UTF-8 in PUBLISH is malformed", async () => {
    await everyWay((way) =>
      closesBy(
        way,
        ILL_FORMED.flatMap((text) => [
          framed("30", `0003 ${text} 00 7b`),
          publish(`08 0003 ${text}`),
          publish(`03 0003 ${text}`),
          publish(`26 0003 ${text} 0000`),
          publish(`26 0000 0003 ${text}`),
        ]),
        MALFORMED,
      ),
    );
  });

  test("[MQTT-1.5.4-1] [MQTT-3.1.3-4] [MQTT-3.1.3-11] [MQTT-3.1.3-12] [MQTT-3.8.3-1] [MQTT-3.10.3-1] ill-formed UTF-8 elsewhere closes", async () => {
    await everyWay(async (way) => {
      for (const text of ILL_FORMED) {
        await refuses(way, [
          connect("", `0003 ${text}`),
          connect("", `0002 6331 0003 ${text}`, "82"),
          connect("", `0002 6331 00 0003 ${text} 0001 62`, "06"),
          connect(`26 0001 61 0003 ${text}`),
        ]);
        await closesBy(
          way,
          [framed("82", `0001 00 0003 ${text} 00`), framed("a2", `0001 00 0003 ${text}`)],
          MALFORMED,
        );
      }
    });
  });

  test("[MQTT-1.5.4-2] [MQTT-4.7.3-2] U+0000 in any text closes", async () => {
    await everyWay(async (way) => {
      await closesBy(way, [publish("08 0001 00"), publish("26 0001 00 0000")], MALFORMED);
      await refuses(way, [connect("", "0002 6300"), connect("26 0001 61 0001 00")]);
    });
  });

  test("[MQTT-1.5.4-3] [MQTT-4.7.3-4] U+FEFF is a character like others, and no text is normalised", async () => {
    await everyWay(async (way) => {
      const client = await way.connect(packet);
      for (const id of ["\uFEFF1", "e\u0301", "\u00E9", "\uFFFD"]) {
        assert.equal(await client.request(`Test/HD_Echo/${id}`, id), { Error: "", Result: id });
        const responseTopic = `r/${id}`;
        client.send(publishPacket("Test/HD_Echo", "1", { properties: { responseTopic } }));
        const reply = await client.next();
        assert.is(reply.cmd === "publish" && reply.topic, responseTopic);
      }
    });
  });

  test("[MQTT-1.5.5-1] lengths in more bytes than they need are malformed", async () => {
    await everyWay((way) =>
      closesBy(
        way,
        ["c08000", "30 8500 0001 61 00 7b".replaceAll(" ", ""), framed("30", "0001 61 8000 7b")],
        MALFORMED,
      ),
    );
  });

  test("[MQTT-2.1.3-1] [MQTT-3.6.1-1] [MQTT-3.8.1-1] [MQTT-3.10.1-1] [MQTT-3.14.1-1] [MQTT-3.15.1-1] other flags are malformed", async () => {
    const wrong = [
      framed("41", "0001"),
      framed("60", "0001"),
      framed("80", "0001 00 0001 61 00"),
      framed("a0", "0001 00 0001 61"),
      "c100",
      "e100",
      "e801" + "00",
      framed("f1", "00 00"),
    ];
    await everyWay((way) => closesBy(way, wrong, MALFORMED));
  });

  test("[MQTT-4.13.1-1] properties that a packet does not have, and those that run out of it, are malformed", async () => {
    const wrong = [
      // Receive Maximum, a will's delay, Server Keep Alive, no identifier at all.
      publish("21 0001"),
      publish("18 00000001"),
      publish("13 0001"),
      publish("7f"),
      publish("8001 00"),
      // Longer than the packet, longer than the block, cut in the middle.
      framed("30", "0001 61 7f"),
      framed("30", "0001 61 04 08 0009 61"),
      publish("23 00"),
      publish("02 000000"),
      framed("30", "0001 61"),
      framed("82", "0001 05 0001 61 00"),
      framed("40", "0001 00 7f"),
      framed("40", "0001 00 00 00"),
      framed("e0", "00 05 11 0000"),
    ];
    await everyWay(async (way) => {
      await closesBy(way, wrong, MALFORMED);
      await refuses(way, [connect("23 0001"), connect("21 00"), connect("", "0002 6331", "03")]);
    });
  });

  test("[MQTT-4.13.1-1] [MQTT-3.3.4-6] properties that come twice, or whose value can't be, are protocol errors", async () => {
    await everyWay(async (way) => {
      await closesBy(
        way,
        [
          publish("08 0001 61 08 0001 62"),
          publish("02 00000001 02 00000001"),
          publish("01 02"),
          publish("08 0001 23"),
          publish("08 0000"),
        ],
        PROTOCOL_ERROR,
      );
      await closesBy(way, [publish("0b 01")], MALFORMED);
      await refuses(way, [
        connect("21 0000"),
        connect("27 00000000"),
        connect("17 02"),
        connect("21 0001 21 0001"),
      ]);
    });
  });

  test("[MQTT-4.13.1-1] [MQTT-4.12.0-7] packets that are not for clients, and those that answer nothing, are protocol errors", async () => {
    const wrong = [framed("f0", "18 00"), framed("20", "00 00 00"), "d000"];
    await everyWay(async (way) => {
      await closesBy(way, wrong, PROTOCOL_ERROR);
      await closesBy(way, [framed("50", "0001"), framed("70", "0001")], PROTOCOL_ERROR);
    });
  });

  test("user properties are checked and passed over, however many", async () => {
    await everyWay(async (way: Way) => {
      const client = await way.connect({ ...packet, properties: { userProperties: { a: "1" } } });
      const userProperties = { __proto__x: ["1", "2"], a: "b" };
      client.send(publishPacket("Test/HD_Echo/1", "1", { properties: { userProperties } }));
      await eventually(() => client.packets.length === 1);
      assert.equal(way.served, [1]);
    });
  });
});
