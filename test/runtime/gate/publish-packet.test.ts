import { generate, type IPublishPacket } from "mqtt-packet";
import * as assert from "uvu/assert";
import {
  decodePublish,
  encodeAcknowledgement,
  encodePublish,
  isTopicName,
  PUBACK,
  PUBCOMP,
  PUBREC,
  withPacketId,
} from "../../../runtime/gate/publish-packet.ts";
import { parsePackets } from "../../support/parse-packets.ts";
import { suite } from "../../support/suite.ts";

const TOPICS = ["a", "Chat/HD_Say/1", "é/中/😀", "x".repeat(200), "\uFFFD", "\uFEFFbom"];
const LIMITS = { maxTopicBytes: 1000, maxTopicLevels: 3 };
const SIZES = [0, 1, 100, 127, 128, 16_000, 16_384, 70_000, 2_100_000];

suite("PUBLISH", (test) => {
  test("what is encoded here is what mqtt-packet encodes", () => {
    for (const topic of TOPICS) {
      for (const size of SIZES) {
        const payload = "é".repeat(size / 2) + "x".repeat(size % 2);
        const packet = { cmd: "publish", topic, payload, retain: false, dup: false } as const;
        const zero = generate({ ...packet, qos: 0 });
        assert.ok(encodePublish(topic, payload).equals(zero), `${topic} with ${size} bytes`);
        const one = generate({ ...packet, qos: 1, messageId: 258 });
        assert.ok(encodePublish(topic, payload, 1, 258).equals(one));
        assert.ok(encodePublish(topic, Buffer.from(payload), 1, 258).equals(one));
        const model = encodePublish(topic, payload, 1, 7);
        assert.ok(withPacketId(model, 258).equals(one));
        assert.ok(withPacketId(model, 7).equals(model));
      }
    }
  });

  test("what is decoded here is what mqtt-packet decodes", () => {
    for (const topic of TOPICS) {
      for (const qos of [0, 1, 2] as const) {
        const bytes = generate({
          cmd: "publish",
          topic,
          payload: Buffer.from([0, 255, 1]),
          qos,
          messageId: 65_535,
          retain: true,
          dup: qos !== 0,
        });
        const publish = decodePublish(bytes, LIMITS);
        const theirs = parsePackets(bytes)[0] as IPublishPacket; // it is one PUBLISH
        assert.is(publish.topic, theirs.topic);
        assert.is(publish.qos, theirs.qos);
        assert.is(publish.packetId, qos === 0 ? 0 : theirs.messageId);
        assert.equal([...publish.payload], [0, 255, 1]);
      }
    }
  });

  const refused: [name: string, hex: string, reason: RegExp][] = [
    ["QoS 3", "36050001610001", /QoS 3/u],
    ["DUP at QoS 0", "3803000161", /DUP/u],
    ["no topic length", "300100", /ends within its topic/u],
    ["a topic longer than the packet", "3004000a6162", /ends within its topic/u],
    ["no room for the packet id", "3204000161ff", /packet id/u],
    ["packet id 0", "32050001610000", /packet id 0/u],
    ["an empty topic", "30020000", /empty topic/u],
    ["a topic with #", "300400026123", /wildcard/u],
    ["a topic with +", "300400022b61", /wildcard/u],
    ["a topic with NUL", "300400026100", /NUL/u],
    ["a topic that is not UTF-8", "3004000261ff", /not UTF-8/u],
    ["a surrogate in the topic", "30050003eda080", /not UTF-8/u],
    ["an overlong form in the topic", "30040002c080", /not UTF-8/u],
    ["U+FFFD and a wildcard in the topic", "30060004efbfbd23", /wildcard/u],
    ["a topic of too many levels", "30080006612f622f2f2f", /more than 3 levels/u],
    ["a topic that is too long", "300d000b6161616161616161616161", /more than 10 bytes/u],
  ];
  for (const [name, hex, reason] of refused) {
    test(`${name} is refused`, () => {
      assert.throws(
        () => decodePublish(Buffer.from(hex, "hex"), { maxTopicBytes: 10, maxTopicLevels: 3 }),
        reason,
      );
    });
  }

  test("acknowledgements carry their packet id", () => {
    for (const id of [1, 255, 256, 65_535]) {
      for (const [first, cmd] of [
        [PUBACK, "puback"],
        [PUBREC, "pubrec"],
        [PUBCOMP, "pubcomp"],
      ] as const) {
        const [packet] = parsePackets(encodeAcknowledgement(first, id));
        assert.is(packet?.cmd, cmd);
        assert.is(packet?.messageId, id);
      }
    }
  });

  test("topics to send on are checked", () => {
    for (const topic of ["a", "Chat/OnChat", "/", "$SYS/x", "é".repeat(32_767)]) {
      assert.ok(isTopicName(topic), topic.slice(0, 20));
    }
    for (const topic of [
      "",
      "a/#",
      "+",
      "a\0b",
      "\uD800",
      "é".repeat(32_768),
      "x".repeat(65_536),
    ]) {
      assert.not(isTopicName(topic), topic.slice(0, 20));
    }
  });
});
