import * as assert from "uvu/assert";
import { closesBy, framed, refuses } from "../../../support/closes.ts";
import { hasCommand } from "../../../support/command.ts";
import { eventually } from "../../../support/eventually.ts";
import { everyWay } from "../../../support/every-way.ts";
import { connectPacket } from "../../../support/raw-mqtt-client.ts";
import { suite } from "../../../support/suite.ts";

/** CONNECT of MQTT 3.1.1 with these flags, and what follows the keep-alive. */
function connect(flags: string, payload: string): string {
  return framed("10", `0004 4d515454 04 ${flags} 0000 ${payload}`);
}

/** Ill-formed UTF-8, 3 bytes each: surrogates, overlong, cut, none at all, a lone continuation. */
const ILL_FORMED = ["eda080", "edbfbf", "e080af", "61c0af", "6162e2", "6180ff", "bf6162"];

suite("MQTT 3.1.1: bytes", (test) => {
  if (!hasCommand("openssl")) {
    test.skip("flags, lengths and texts", "openssl is missing");
    return;
  }

  test("[MQTT-1.5.3-1] [MQTT-3.3.2-1] ill-formed UTF-8 in a topic closes", async () => {
    await everyWay((way) =>
      closesBy(
        way,
        ILL_FORMED.map((text) => framed("30", `0003 ${text} 7b`)),
      ),
    );
  });

  test("[MQTT-1.5.3-1] [MQTT-3.8.3-1] [MQTT-3.10.3-1] ill-formed UTF-8 in a filter closes", async () => {
    await everyWay(async (way) => {
      for (const text of ["eda080", "61c0af"]) {
        await closesBy(way, [
          framed("82", `0001 0003 ${text} 00`),
          framed("a2", `0001 0003 ${text}`),
        ]);
      }
    });
  });

  test("[MQTT-1.5.3-1] [MQTT-3.1.3-4] [MQTT-3.1.3-10] [MQTT-3.1.3-11] ill-formed UTF-8 in CONNECT closes", async () => {
    await everyWay(async (way) => {
      for (const text of ["eda080", "61c0af"]) {
        await refuses(way, [
          connect("02", `0003 ${text}`),
          connect("82", `0002 6331 0003 ${text}`),
          connect("06", `0002 6331 0003 ${text} 0001 62`),
        ]);
      }
    });
  });

  test("[MQTT-1.5.3-2] [MQTT-4.7.3-2] U+0000 in any text closes", async () => {
    await everyWay(async (way) => {
      await closesBy(way, [
        framed("30", "0002 6100"),
        framed("82", "0001 0002 6100 00"),
        framed("a2", "0001 0002 0061"),
      ]);
      await refuses(way, [
        connect("02", "0002 6300"),
        connect("82", "0002 6331 0002 0061"),
        connect("06", "0002 6331 0002 0061 0001 62"),
      ]);
    });
  });

  test("[MQTT-1.5.3-3] [MQTT-4.7.3-4] U+FEFF is a character like others, and no text is normalised", async () => {
    await everyWay(async (way) => {
      const client = await way.connect();
      for (const id of ["\uFEFF1", "1\uFEFF", "e\u0301", "\u00E9", "\uFFFD", "\u{10FFFF}"]) {
        const topic = `Test/HD_Echo/${id}`;
        assert.equal(await client.request(topic, id), { Error: "", Result: id });
      }
    });
  });

  test("[MQTT-2.2.2-1] [MQTT-2.3.1-6] [MQTT-2.3.1-7] answers have the flags of the table, and the packet's id", async () => {
    await everyWay(async (way) => {
      const greeted = await way.open();
      greeted.send(connectPacket());
      await eventually(() => greeted.hex === "20020000");
      const exchanges: [sent: string, answer: string][] = [
        [framed("32", "0001 61 1234 7b"), "40021234"],
        [framed("34", "0001 61 ffff 7b"), "5002ffff"],
        [framed("62", "ffff"), "7002ffff"],
        [framed("82", "0102 0001 61 00"), "9003010200"],
        [framed("a2", "0201 0001 61"), "b0020201"],
        ["c000", "d000"],
      ];
      const client = await way.connect();
      client.send(...exchanges.map(([sent]) => sent));
      await eventually(() => client.hex === exchanges.map(([, answer]) => answer).join(""));
    });
  });

  test("[MQTT-2.2.2-2] [MQTT-3.6.1-1] [MQTT-3.8.1-1] [MQTT-3.10.1-1] [MQTT-3.14.1-1] other flags close", async () => {
    const packets: [type: number, flags: number, body: string][] = [
      [4, 0, "0001"],
      [5, 0, "0001"],
      [6, 2, "0001"],
      [7, 0, "0001"],
      [8, 2, "0001 0001 61 00"],
      [10, 2, "0001 0001 61"],
      [12, 0, ""],
      [14, 0, ""],
    ];
    await everyWay(
      async (way) => {
        for (const [type, right, body] of packets) {
          const wrong = [0, 1, 2, 4, 8, 15].filter((flags) => flags !== right);
          await closesBy(
            way,
            wrong.map((flags) => framed((type * 16 + flags).toString(16), body)),
          );
        }
        const body = "0004 4d515454 04 02 0000 0002 6331";
        await refuses(
          way,
          ["11", "12", "14", "18"].map((first) => framed(first, body)),
        );
      },
      { paces: ["in one segment"] },
    );
  });

  test("[MQTT-4.8.0-1] packets that are not for clients, and those that answer nothing, close", async () => {
    await everyWay((way) =>
      closesBy(way, [
        "0000",
        "f000",
        "20020000",
        "9003000100",
        "b0020001",
        "d000",
        "50020001",
        "70020001",
      ]),
    );
  });

  test("[MQTT-4.8.0-1] packets that are longer or shorter than what they hold close", async () => {
    await everyWay((way) =>
      closesBy(way, [
        "30ffffffff7f",
        "c080808001",
        "30ffffff7f",
        "4000",
        "400101",
        "4003000100",
        "c00100",
        "e00100",
        "6200",
        framed("82", "0001 0009 61 00"),
        framed("82", "0001 0001 61"),
        framed("a2", "0001 0009 6161"),
        framed("30", "0009 61"),
        framed("30", "00"),
        framed("32", "0001 61 00"),
      ]),
    );
  });

  test("a remaining length in more bytes than it needs is read as it is: 3.1.1 allows it", async () => {
    await everyWay(async (way) => {
      const client = await way.connect();
      client.send("c08000 c0808000 c080808000");
      await eventually(() => client.hex === "d000d000d000");
    });
  });
});
