import type { IConnectPacket } from "mqtt-packet";
import * as assert from "uvu/assert";
import { closesBy, framed, refuses } from "../../../support/closes.ts";
import { hasCommand } from "../../../support/command.ts";
import { eventually } from "../../../support/eventually.ts";
import { everyWay } from "../../../support/every-way.ts";
import { connectPacket, publishPacket } from "../../../support/raw-mqtt-client.ts";
import { suite } from "../../../support/suite.ts";

/** CONNECT of MQTT 3.1.1 with these flags, and what follows the keep-alive. */
function connect(flags: string, payload: string): string {
  return framed("10", `0004 4d515454 04 ${flags} 0000 ${payload}`);
}

const ALPHABET = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";

suite("MQTT 3.1.1: CONNECT and CONNACK", (test) => {
  if (!hasCommand("openssl")) {
    test.skip("who is let in", "openssl is missing");
    return;
  }

  test("[MQTT-3.1.0-1] a first packet that is not CONNECT closes", async () => {
    await everyWay((way) => refuses(way, ["c000", "e000", framed("30", "0001 61"), "20020000"]));
  });

  test("[MQTT-3.1.0-2] a second CONNECT closes", async () => {
    await everyWay((way) => closesBy(way, [connect("02", "0002 6331")]));
  });

  test("[MQTT-3.1.2-1] [MQTT-3.2.2-6] another protocol name closes without CONNACK", async () => {
    await everyWay((way) =>
      refuses(way, [
        framed("10", "0004 4d515456 04 02 0000 0002 6331"),
        framed("10", "0004 6d717474 04 02 0000 0002 6331"),
        framed("10", "0000 04 02 0000 0002 6331"),
      ]),
    );
  });

  test("[MQTT-3.1.2-2] [MQTT-3.2.2-4] [MQTT-3.2.2-5] an unknown level is answered with code 1, and closes", async () => {
    await everyWay((way) =>
      refuses(
        way,
        ["00", "03", "06", "84", "ff"].map((level) =>
          framed("10", `0004 4d515454 ${level} 02 0000 0002 6331`),
        ),
        "20020001",
      ),
    );
  });

  const malformed: [ids: string, what: string, packets: string[]][] = [
    ["[MQTT-3.1.2-3]", "the reserved flag", [connect("03", "0002 6331")]],
    [
      "[MQTT-3.1.2-9]",
      "a will flag without topic or message",
      [connect("06", "0002 6331"), connect("06", "0002 6331 0001 77")],
    ],
    [
      "[MQTT-3.1.2-11] [MQTT-3.1.2-13] [MQTT-3.1.2-15]",
      "a will's QoS, retain, topic or message without its flag",
      ["0a", "12", "1a", "22"]
        .map((flags) => connect(flags, "0002 6331"))
        .concat(connect("02", "0002 6331 0001 77 0001 78")),
    ],
    ["[MQTT-3.1.2-14]", "a will at QoS 3", [connect("1e", "0002 6331 0001 77 0001 78")]],
    ["[MQTT-3.1.2-18]", "a user name without its flag", [connect("02", "0002 6331 0001 75")]],
    ["[MQTT-3.1.2-19]", "a flag without its user name", [connect("82", "0002 6331")]],
    [
      "[MQTT-3.1.2-20]",
      "a password without its flag",
      [connect("82", "0002 6331 0001 75 0001 70")],
    ],
    ["[MQTT-3.1.2-21]", "a flag without its password", [connect("c2", "0002 6331 0001 75")]],
    ["[MQTT-3.1.2-22]", "a password without a user name", [connect("42", "0002 6331 0001 70")]],
    [
      "[MQTT-3.1.3-3] [MQTT-3.1.4-1]",
      "no client id, or half of one",
      [connect("02", ""), connect("02", "00"), connect("02", "0009 6331")],
    ],
    ["[MQTT-3.1.4-1]", "nothing in it, or too little", ["1000", framed("10", "0004 4d515454")]],
  ];
  for (const [ids, what, packets] of malformed) {
    test(`${ids} CONNECT with ${what} closes without CONNACK`, async () => {
      await everyWay((way) => refuses(way, packets));
    });
  }

  test("[MQTT-3.1.2-4] [MQTT-3.1.2-6] [MQTT-3.1.4-3] [MQTT-3.1.4-4] [MQTT-3.2.0-1] [MQTT-3.2.2-1] [MQTT-3.2.2-2] [MQTT-3.2.2-3] CONNACK comes first, with code 0 and no session present, whatever was there before", async () => {
    await everyWay(async (way) => {
      for (const clean of [true, false, false, true]) {
        const client = await way.open();
        client.send(
          connectPacket({ clientId: "again", clean }),
          publishPacket("Test/HD_Echo/1", "1", { qos: 1, messageId: 1 }),
        );
        const [connack, puback, reply] = [
          await client.next(),
          await client.next(),
          await client.next(),
        ];
        assert.ok(client.hex.startsWith("20020000"));
        assert.is(connack.cmd, "connack");
        assert.is(puback.cmd, "puback");
        // Nothing of the connection before is left: the first message has the first id.
        assert.is(reply.cmd === "publish" && reply.messageId, 1);
      }
    });
  });

  test("[MQTT-3.1.3-1] the fields of CONNECT are read in their order", async () => {
    const will = { topic: "w", payload: Buffer.from("message"), qos: 2, retain: true } as const;
    const password = Buffer.from("secret");
    const packet: Partial<IConnectPacket> = { clientId: "c1", username: "ann", password, will };
    await everyWay(async (way) => {
      const client = await way.connect(packet);
      assert.equal(await client.request("Test/HD_Echo/1", 1), { Error: "", Result: 1 });
      assert.equal(way.credentials, [{ clientId: "c1", username: "ann", password: "secret" }]);
    });
  });

  test("[MQTT-3.1.3-5] client ids of 1 to 23 letters and digits are accepted", async () => {
    const ids = ["0", "z", ALPHABET.slice(0, 23), ALPHABET.slice(23, 46), ALPHABET.slice(46)];
    await everyWay(async (way) => {
      for (const clientId of ids) await (await way.connect({ clientId })).connected();
      assert.equal(
        way.credentials.map(({ clientId }) => clientId),
        ids,
      );
    });
  });

  test("[MQTT-3.1.3-6] clients without an id are each somebody else", async () => {
    await everyWay(async (way) => {
      const clients = [await way.connect(), await way.connect()];
      for (const client of clients) await client.connected();
      for (const client of clients) {
        assert.equal(await client.request("Test/HD_Echo/1", 1), { Error: "", Result: 1 });
      }
    });
  });

  test("[MQTT-3.1.3-7] [MQTT-3.1.3-8] [MQTT-3.1.3-9] [MQTT-3.1.4-5] an empty id without a clean session is answered with code 2, and nothing behind it is served", async () => {
    await everyWay((way) => refuses(way, [connect("00", "0000")], "20020002"));
  });

  test("[MQTT-3.1.4-2] a client id that is connected is taken over by who connects with it", async () => {
    await everyWay(async (way) => {
      const old = await way.connect({ clientId: "ann" });
      await old.connected();
      const other = await way.connect({ clientId: "bob" });
      await other.connected();
      const fresh = await way.connect({ clientId: "ann" });
      await fresh.connected();
      await old.untilClosed();
      assert.is(old.hex, "");
      for (const client of [other, fresh]) {
        assert.equal(await client.request("Test/HD_Echo/1", 1), { Error: "", Result: 1 });
      }
    });
  });

  test("[MQTT-3.12.4-1] PINGREQ is answered with PINGRESP", async () => {
    await everyWay(async (way) => {
      const client = await way.connect();
      client.send("c000", "c000");
      await eventually(() => client.hex === "d000d000");
    });
  });

  test("[MQTT-7.1.1-1] DISCONNECT closes, and what is behind it is not looked at", async () => {
    await everyWay((way) => closesBy(way, ["e000"]));
  });
});
