import { generate } from "mqtt-packet";
import * as assert from "uvu/assert";
import { decodeConnect } from "../../../runtime/gate/connect-packet.ts";
import {
  decodeControl,
  encodeSuback,
  encodeUnsuback,
} from "../../../runtime/gate/control-packet.ts";
import { connectPacket } from "../../support/raw-mqtt-client.ts";
import { suite } from "../../support/suite.ts";

function bytes(hex: string): Buffer {
  return Buffer.from(hex.replaceAll(" ", ""), "hex");
}

/** What clients of MQTT 3.1 and 3.1.1 can't say. */
const UNLIMITED = {
  maxPacketBytes: Infinity,
  receiveMaximum: 65_535,
  topicAliasMaximum: 0,
  sessionExpirySeconds: 0,
};

/** What `decodeConnect` makes of a CONNECT that mqtt-packet generates. */
function read(changes: Parameters<typeof connectPacket>[0]) {
  return decodeConnect(generate(connectPacket(changes)));
}

/** The bytes of the answer to a CONNECT that is refused. */
function answerTo(packet: Buffer): string | undefined {
  const refusal = decodeConnect(packet);
  if (!("text" in refusal)) throw new Error("the CONNECT was accepted");
  return refusal.answer?.toString("hex");
}

suite("CONNECT", (test) => {
  test("all that it says is read", () => {
    const will = { topic: "w", payload: Buffer.from("bye"), qos: 2, retain: true } as const;
    const password = Buffer.from("sécret");
    const request = read({ clientId: "c1", keepalive: 60, username: "ann", password, will });
    assert.equal(request, {
      protocolVersion: 4,
      clientId: "c1",
      username: "ann",
      password: "sécret",
      isClean: true,
      keepAliveSeconds: 60,
      ...UNLIMITED,
    });
  });

  test("a client without name, password and keep-alive is read", () => {
    assert.equal(read({}), {
      protocolVersion: 4,
      clientId: "",
      username: undefined,
      password: undefined,
      isClean: true,
      keepAliveSeconds: 0,
      ...UNLIMITED,
    });
  });

  test("MQTT 3.1 is read", () => {
    const request = read({ protocolId: "MQIsdp", protocolVersion: 3, clientId: "c1" });
    assert.is("protocolVersion" in request && request.protocolVersion, 3);
  });

  const refusedLevels: [name: string, hex: string, answer: string | undefined][] = [
    ["MQTT level 6", "100e 0004 4d515454 06 02 0000 0002 6331", "20020001"],
    ["MQTT level 3", "100e 0004 4d515454 03 02 0000 0002 6331", "20020001"],
    ["MQTT level 0", "100e 0004 4d515454 00 02 0000 0002 6331", "20020001"],
    ["MQTT level 0x84", "100e 0004 4d515454 84 02 0000 0002 6331", "20020001"],
    ["MQIsdp level 4", "1010 0006 4d5149736470 04 02 0000 0002 6331", "20020001"],
    ["MQIsdp level 5", "1010 0006 4d5149736470 05 02 0000 0002 6331", "20020001"],
    ["another protocol", "100d 0003 464f4f 04 02 0000 0002 6331", undefined],
    ["no protocol name", "100a 0000 04 02 0000 0002 6331", undefined],
  ];
  for (const [name, hex, answer] of refusedLevels) {
    test(`${name} is refused${answer === undefined ? " without an answer" : " with code 1"}`, () => {
      assert.is(answerTo(bytes(hex)), answer);
    });
  }

  test("a client id of MQTT 3.1 has 1 to 23 characters, or is refused with code 2", () => {
    // By hand: mqtt-packet generates no empty client id for 3.1.
    assert.is(answerTo(bytes("100e 0006 4d5149736470 03 02 0000 0000")), "20020002");
    const changes = { protocolId: "MQIsdp", protocolVersion: 3, clientId: "x".repeat(24) } as const;
    assert.is(answerTo(generate(connectPacket(changes))), "20020002");
  });

  test("an empty client id without a clean session is refused with code 2", () => {
    // mqtt-packet would not generate it.
    assert.is(answerTo(bytes("100c 0004 4d515454 04 00 0000 0000")), "20020002");
  });

  test("a client id of 23 characters in MQTT 3.1 and a long one in 3.1.1 are accepted", () => {
    const short = { protocolId: "MQIsdp", protocolVersion: 3, clientId: "x".repeat(23) } as const;
    assert.ok("clientId" in read(short));
    assert.ok("clientId" in read({ clientId: "é".repeat(200) }));
  });

  const violations: [name: string, hex: string][] = [
    ["flags in its first byte", "110e 0004 4d515454 04 02 0000 0002 6331"],
    ["the reserved flag", "100e 0004 4d515454 04 03 0000 0002 6331"],
    ["a password without a user name", "1011 0004 4d515454 04 42 0000 0002 6331 0001 70"],
    ["a will at QoS 3", "1014 0004 4d515454 04 1e 0000 0002 6331 0001 77 0001 78"],
    ["a will QoS without a will", "100e 0004 4d515454 04 0a 0000 0002 6331"],
    ["will retain without a will", "100e 0004 4d515454 04 22 0000 0002 6331"],
    ["no client id", "100a 0004 4d515454 04 02 0000"],
    ["a client id that runs out of the packet", "100e 0004 4d515454 04 02 0000 0009 6331"],
    ["a user name that is missing", "100e 0004 4d515454 04 82 0000 0002 6331"],
    ["bytes behind its last field", "1010 0004 4d515454 04 02 0000 0002 6331 0000"],
    ["NUL in the client id", "100e 0004 4d515454 04 02 0000 0002 6300"],
    ["a client id that is not UTF-8", "100e 0004 4d515454 04 02 0000 0002 63ff"],
    ["a user name with a surrogate", "1013 0004 4d515454 04 82 0000 0002 6331 0003 eda080"],
    ["nothing in it", "1000"],
    ["a name longer than the packet", "1004 0009 4d51"],
    ["no level", "1006 0004 4d515454"],
    ["PUBLISH in its place", "3003 0001 61"],
  ];
  for (const [name, hex] of violations) {
    test(`a CONNECT with ${name} is a violation`, () => {
      assert.throws(
        () => decodeConnect(bytes(hex)),
        (error: Error) => error.name === "Violation",
      );
    });
  }

  test("U+FFFD that the client really sent is no violation", () => {
    const request = read({ clientId: "\uFFFD" });
    assert.is("clientId" in request && request.clientId, "\uFFFD");
  });
});

suite("control packets", (test) => {
  test("what clients send is read", () => {
    assert.equal(decodeControl(bytes("c000"), 4), { name: "pingreq" });
    assert.equal(decodeControl(bytes("e000"), 4), { name: "disconnect" });
    assert.equal(decodeControl(bytes("4002 0102"), 4), {
      name: "puback",
      packetId: 258,
      reasonCode: 0,
    });
    assert.equal(decodeControl(bytes("6202 ffff"), 4), { name: "pubrel", packetId: 65_535 });
    assert.equal(decodeControl(bytes("820a 000b 0001 61 02 0001 2b 00"), 4), {
      name: "subscribe",
      packetId: 11,
      filters: [
        { filter: "a", qos: 2 },
        { filter: "+", qos: 0 },
      ],
    });
    assert.equal(decodeControl(bytes("a208 000f 0001 61 0001 62"), 4), {
      name: "unsubscribe",
      packetId: 15,
      filters: ["a", "b"],
    });
  });

  const violations: [name: string, hex: string][] = [
    ["a second CONNECT", "100e 0004 4d515454 04 02 0000 0002 6331"],
    ["CONNACK", "2002 0000"],
    ["SUBACK", "9003 0001 00"],
    ["UNSUBACK", "b002 0001"],
    ["PINGRESP", "d000"],
    ["packet type 0", "0000"],
    ["AUTH", "f000"],
    ["PINGREQ with flags", "c100"],
    ["PINGREQ with a body", "c001 00"],
    ["DISCONNECT with flags", "e100"],
    ["DISCONNECT with a body", "e001 00"],
    ["PUBACK without a packet id", "4000"],
    ["PUBACK with half a packet id", "4001 01"],
    ["PUBACK with a packet id of 0", "4002 0000"],
    ["PUBACK that goes on", "4003 0001 00"],
    ["PUBREL with flags 0", "6002 0001"],
    ["SUBSCRIBE with flags 0", "8006 0001 0001 61 00"],
    ["SUBSCRIBE without a filter", "8202 0001"],
    ["SUBSCRIBE with packet id 0", "8206 0000 0001 61 00"],
    ["SUBSCRIBE at QoS 3", "8206 0001 0001 61 03"],
    ["SUBSCRIBE with reserved bits", "8206 0001 0001 61 04"],
    ["SUBSCRIBE without a QoS", "8205 0001 0001 61"],
    ["SUBSCRIBE with a filter longer than the packet", "8206 0001 0009 61 00"],
    ["SUBSCRIBE with an empty filter", "8205 0001 0000 00"],
    ["SUBSCRIBE to a#", "8207 0001 0002 6123 00"],
    ["SUBSCRIBE with NUL in the filter", "8207 0001 0002 6100 00"],
    ["SUBSCRIBE with a filter that is not UTF-8", "8207 0001 0002 61ff 00"],
    ["UNSUBSCRIBE without a filter", "a202 0001"],
    ["UNSUBSCRIBE with flags 0", "a005 0001 0001 61"],
    ["UNSUBSCRIBE with packet id 0", "a205 0000 0001 61"],
    ["UNSUBSCRIBE with a cut filter", "a206 0001 0009 6161"],
  ];
  for (const [name, hex] of violations) {
    test(`${name} is a violation, and the next packet is read all the same`, () => {
      assert.throws(
        () => decodeControl(bytes(hex), 4),
        (error: Error) => error.name === "Violation",
      );
      assert.equal(decodeControl(bytes("a205 0003 0001 61"), 4), {
        name: "unsubscribe",
        packetId: 3,
        filters: ["a"],
      });
    });
  }

  test("SUBACK and UNSUBACK are as the specification draws them", () => {
    assert.is(encodeSuback(11, [0, 1, 0x80], 4).toString("hex"), "9005000b000180");
    assert.is(encodeUnsuback(258, [0], 4).toString("hex"), "b0020102");
  });
});
