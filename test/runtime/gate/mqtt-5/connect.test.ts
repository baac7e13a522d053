import { Gate, RpcError } from "mqant";
import type { IConnectPacket } from "mqtt-packet";
import * as assert from "uvu/assert";
import { closesBy, framed, refuses } from "../../../support/closes.ts";
import { hasCommand } from "../../../support/command.ts";
import { eventually } from "../../../support/eventually.ts";
import { everyWay } from "../../../support/every-way.ts";
import { connectPacket, publishPacket, RawMqttClient } from "../../../support/raw-mqtt-client.ts";
import { RunningGate } from "../../../support/running-gate.ts";
import { suite } from "../../../support/suite.ts";

const V5: Partial<IConnectPacket> = { protocolVersion: 5 };

/** CONNECT with these flags, and what follows the keep-alive. */
function connect(flags: string, rest: string): string {
  return framed("10", `0004 4d515454 05 ${flags} 0000 ${rest}`);
}

suite("MQTT 5: CONNECT, CONNACK and DISCONNECT", (test) => {
  if (!hasCommand("openssl")) {
    test.skip("who is let in", "openssl is missing");
    return;
  }

  test("[MQTT-3.1.0-1] [MQTT-3.14.0-1] a first packet that is not CONNECT closes without DISCONNECT", async () => {
    await everyWay((way) => refuses(way, ["c000", "e000", framed("f0", "18 00")]));
  });

  test("[MQTT-3.1.0-2] [MQTT-3.2.0-2] [MQTT-4.13.2-1] [MQTT-3.14.4-2] a second CONNECT is a protocol error", async () => {
    await everyWay((way) =>
      closesBy(way, [connect("02", "00 0002 6331")], { packet: V5, answer: "e00182" }),
    );
  });

  test("[MQTT-3.1.2-1] [MQTT-3.1.2-2] other names close, other levels are answered", async () => {
    await everyWay(async (way) => {
      await refuses(way, [framed("10", "0004 4d515456 05 02 0000 00 0002 6331")]);
      await refuses(way, [framed("10", "0004 4d515454 06 02 0000 00 0002 6331")], "20020001");
    });
  });

  const malformed: [ids: string, what: string, packets: string[]][] = [
    ["[MQTT-3.1.2-3]", "the reserved flag", [connect("03", "00 0002 6331")]],
    ["[MQTT-3.1.2-9]", "a will flag and no will", [connect("06", "00 0002 6331")]],
    [
      "[MQTT-3.1.2-11] [MQTT-3.1.2-13]",
      "a will's QoS or retain without its flag",
      ["0a", "12", "22"].map((flags) => connect(flags, "00 0002 6331")),
    ],
    ["[MQTT-3.1.2-12]", "a will at QoS 3", [connect("1e", "00 0002 6331 00 0001 77 0001 78")]],
    ["[MQTT-3.1.2-16]", "a user name without its flag", [connect("02", "00 0002 6331 0001 75")]],
    ["[MQTT-3.1.2-17]", "a flag without its user name", [connect("82", "00 0002 6331")]],
    [
      "[MQTT-3.1.2-18]",
      "a password without its flag",
      [connect("82", "00 0002 6331 0001 75 0001 70")],
    ],
    ["[MQTT-3.1.2-19]", "a flag without its password", [connect("42", "00 0002 6331")]],
    [
      "[MQTT-3.1.3-3] [MQTT-3.1.4-1]",
      "no client id, or half of one",
      [connect("02", "00"), connect("02", "00 0009 6331"), connect("02", "")],
    ],
  ];
  for (const [ids, what, packets] of malformed) {
    test(`${ids} CONNECT with ${what} closes without CONNACK`, async () => {
      await everyWay((way) => refuses(way, packets));
    });
  }

  test("[MQTT-3.1.3-1] the fields of CONNECT are read in their order, a password without a user name too", async () => {
    const will = {
      topic: "w",
      payload: Buffer.from("m"),
      qos: 1,
      retain: false,
      properties: { willDelayInterval: 5, contentType: "x" },
    } as const;
    const password = Buffer.from("secret");
    await everyWay(async (way) => {
      const full = await way.connect({ ...V5, clientId: "c1", username: "ann", password, will });
      await full.connected();
      const lone = await way.open();
      lone.send(connect("42", "00 0002 6332 0002 7077"));
      await eventually(() => lone.hex.startsWith("20"));
      assert.equal(way.credentials, [
        { clientId: "c1", username: "ann", password: "secret" },
        { clientId: "c2", username: undefined, password: "pw" },
      ]);
    });
  });

  test("[MQTT-3.1.2-4] [MQTT-3.1.2-6] [MQTT-3.1.4-4] [MQTT-3.1.4-5] [MQTT-3.2.0-1] [MQTT-3.2.2-1] [MQTT-3.2.2-2] [MQTT-3.2.2-3] [MQTT-3.2.2-8] CONNACK comes first, with code 0 and no session present, and says what is not offered", async () => {
    await everyWay(async (way) => {
      for (const clean of [true, false]) {
        const properties = { sessionExpiryInterval: 3600 };
        const client = await way.connect({ ...V5, clientId: "again", clean, properties });
        client.send(publishPacket("Test/HD_Echo/1", "1"));
        await client.next();
        assert.is(client.connack?.sessionPresent, false);
        assert.equal(
          { ...client.connack?.properties },
          {
            sessionExpiryInterval: 0,
            receiveMaximum: 1000,
            retainAvailable: false,
            maximumPacketSize: 65_536,
            topicAliasMaximum: 16,
            subscriptionIdentifiersAvailable: false,
            sharedSubscriptionAvailable: false,
          },
        );
      }
    });
  });

  test("[MQTT-3.1.3-5] [MQTT-3.1.3-6] [MQTT-3.1.3-7] [MQTT-3.2.2-16] a client without an id is told the one that it gets, and is taken over by it", async () => {
    await everyWay(async (way) => {
      const [first, second] = [await way.connect(V5), await way.connect(V5)];
      for (const client of [first, second]) await client.connected();
      const id = first.connack?.properties?.assignedClientIdentifier ?? "";
      assert.match(id, /^[\da-f]{32}$/u);
      assert.is.not(second.connack?.properties?.assignedClientIdentifier, id);
      const named = await way.connect({ ...V5, clientId: id });
      await named.connected();
      assert.is(named.connack?.properties?.assignedClientIdentifier, undefined);
      await first.untilClosed();
      assert.is(first.hex, "e0018e");
      assert.not(second.closed);
    });
  });

  test("[MQTT-3.1.4-3] a client id that is connected is taken over: the old connection hears 8e", async () => {
    await everyWay(async (way) => {
      const old = await way.connect({ ...V5, clientId: "ann" });
      await old.connected();
      const fresh = await way.connect({ ...V5, clientId: "ann" });
      await fresh.connected();
      await old.untilClosed();
      assert.is(old.hex, "e0018e");
      assert.equal(await fresh.request("Test/HD_Echo/1", 1), { Error: "", Result: 1 });
    });
  });

  test("[MQTT-3.2.2-13] [MQTT-3.1.4-6] [MQTT-3.2.2-6] [MQTT-3.2.2-7] a will to be retained is answered with 9a, and nothing behind it is served", async () => {
    await everyWay((way) =>
      refuses(way, [connect("26", "00 0002 6331 00 0001 77 0001 78")], "2003009a00"),
    );
  });

  test("[MQTT-4.12.0-1] an authentication method is answered with 8c, its data without one closes", async () => {
    await everyWay(async (way) => {
      await refuses(way, [connect("02", "04 15 0001 78 0002 6331")], "2003008c00");
      await refuses(way, [connect("02", "04 16 0001 78 0002 6331")]);
    });
  });

  test("[MQTT-4.12.0-6] who asks for none hears of none", async () => {
    await everyWay(async (way) => {
      const client = await way.connect(V5);
      await client.connected();
      assert.is(client.connack?.properties?.authenticationMethod, undefined);
    });
  });

  const refusals: [thrown: Error, answer: string][] = [
    [new RpcError("unauthenticated", "wrong password"), "2003008600"],
    [new RpcError("permission_denied", "banned"), "2003008700"],
  ];
  for (const [thrown, answer] of refusals) {
    test(`[MQTT-3.1.4-2] onConnect that throws ${thrown.message} is answered ${answer}`, async () => {
      class StrictGate extends Gate {
        override onConnect(): void {
          throw thrown;
        }
      }
      await using running = await RunningGate.start({ gate: new StrictGate() });
      await using client = await RawMqttClient.open({ port: running.port() });
      client.send(connectPacket({ ...V5, clientId: "c" }));
      await client.untilClosed();
      assert.is(client.hex, answer);
    });
  }

  test("[MQTT-3.2.2-22] [MQTT-3.1.2-22] the gate goes by maxKeepAliveSeconds where it says it, by the client's otherwise", async () => {
    await using running = await RunningGate.start({ settings: { maxKeepAliveSeconds: 1 } });
    const port = running.port();
    await using long = await RawMqttClient.connect({ port }, { ...V5, keepalive: 600 });
    await using endless = await RawMqttClient.connect({ port }, { ...V5, keepalive: 0 });
    await using short = await RawMqttClient.connect({ port }, { ...V5, keepalive: 1 });
    await using older = await RawMqttClient.connect({ port }, { keepalive: 600 });
    const told = [long, endless, short].map(({ connack }) => connack?.properties?.serverKeepAlive);
    assert.equal(told, [1, 1, undefined]);
    for (const client of [long, endless, short]) {
      await client.untilClosed();
      assert.is(client.hex, "e0018d");
    }
    assert.not(older.closed, "who can't be told keeps its own");
  });

  test("[MQTT-3.14.2-1] [MQTT-3.14.2-2] each end that the gate makes has its reason", async () => {
    const settings = { MaxMsgLen: 100 };
    const running = await RunningGate.start({ settings });
    const port = running.port();
    const clients: RawMqttClient[] = [];
    try {
      const large = await RawMqttClient.connect({ port }, V5);
      const closed = await RawMqttClient.connect({ port }, { ...V5, clientId: "closed" });
      const stopped = await RawMqttClient.connect({ port }, V5);
      clients.push(large, closed, stopped);
      large.send("30e807");
      await large.untilClosed();
      const line = running.log
        .ofKind("connected")
        .find(({ fields }) => fields["clientId"] === "closed");
      await running.app.invoke("Gate", "Close", [line?.fields["sessionId"]]);
      await closed.untilClosed();
      await running.app.close();
      await stopped.untilClosed();
      assert.equal(
        clients.map(({ hex }) => hex),
        ["e00195", "e00198", "e0018b"],
      );
    } finally {
      await Promise.all(clients.map((client) => client[Symbol.asyncDispose]()));
      await running.app.close();
    }
  });

  test("[MQTT-3.14.4-1] [MQTT-4.2.0-1] DISCONNECT of the client, in each of its forms, closes without an answer", async () => {
    const forms = ["e000", "e00100", "e00104", "e0020000", framed("e0", "00 05 11 00000000")];
    await everyWay((way) => closesBy(way, forms, { packet: V5 }));
  });

  test("[MQTT-3.12.4-1] PINGREQ is answered with PINGRESP", async () => {
    await everyWay(async (way) => {
      const client = await way.connect(V5);
      client.send("c000");
      await eventually(() => client.hex === "d000");
    });
  });
});
