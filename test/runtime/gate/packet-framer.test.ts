import * as assert from "uvu/assert";
import { PacketFramer, bodyStart } from "../../../runtime/gate/packet-framer.ts";
import { suite } from "../../support/suite.ts";

/** A packet with a body of `size` bytes. */
function packetOf(size: number): Buffer {
  const length: number[] = [];
  for (let rest = size; ; rest = Math.floor(rest / 128)) {
    if (rest < 128) {
      length.push(rest);
      break;
    }
    length.push((rest % 128) + 128);
  }
  return Buffer.concat([Buffer.from([0x30, ...length]), Buffer.alloc(size, size % 251)]);
}

function drain(framer: PacketFramer): Buffer[] {
  const packets: Buffer[] = [];
  for (;;) {
    const packet = framer.next();
    if (packet === undefined) return packets;
    packets.push(Buffer.from(packet));
  }
}

/** The lengths at which MQTT's length field grows, and their neighbours. */
const SIZES = [0, 1, 2, 126, 127, 128, 129, 300, 16_383, 16_384, 70_000, 2_097_151, 2_097_152];

suite("packet framer", (test) => {
  test("packets that come whole are views of what came", () => {
    const framer = new PacketFramer(1000);
    const chunk = Buffer.concat([packetOf(0), packetOf(5), packetOf(200)]);
    framer.push(chunk);
    const first = framer.next();
    assert.is(first?.buffer, chunk.buffer);
    assert.equal(drain(framer), [packetOf(5), packetOf(200)]);
  });

  test("packets are the same wherever the stream is cut", () => {
    const expected = [packetOf(0), packetOf(3), packetOf(127), packetOf(128), packetOf(300)];
    const stream = Buffer.concat(expected);
    for (let step = 1; step <= stream.length; step = step < 40 ? step + 1 : step + 37) {
      const framer = new PacketFramer(1000);
      const packets: Buffer[] = [];
      for (let at = 0; at < stream.length; at += step) {
        framer.push(stream.subarray(at, at + step));
        packets.push(...drain(framer));
      }
      assert.equal(packets, expected, `cut every ${step} bytes`);
    }
  });

  test("every length up to four bytes is understood", () => {
    for (const size of SIZES) {
      const packet = packetOf(size);
      const framer = new PacketFramer(packet.length);
      framer.push(packet.subarray(0, 3));
      assert.is(drain(framer).length, size < 2 ? 1 : 0);
      framer.push(packet.subarray(3));
      if (size >= 2) assert.equal(drain(framer), [packet]);
      assert.is(packet.length - bodyStart(packet), size);
    }
  });

  test("a fifth length byte is malformed, however it arrives", () => {
    for (const step of [1, 2, 5]) {
      const framer = new PacketFramer(1000);
      const bytes = Buffer.from("30ffffffff01", "hex");
      assert.throws(() => {
        for (let at = 0; at < bytes.length; at += step) {
          framer.push(bytes.subarray(at, at + step));
          framer.next();
        }
      }, /more than four bytes/u);
    }
  });

  test("a packet that is too large is refused on its header, before its body comes", () => {
    const framer = new PacketFramer(100);
    framer.push(packetOf(98)); // with its header of two bytes, exactly as large as allowed
    assert.is(framer.next()?.length, 100);
    framer.push(packetOf(99).subarray(0, 2));
    assert.throws(
      () => framer.next(),
      (error: Error) => "kind" in error && error.kind === "too_large" && /101/u.test(error.message),
    );
  });

  test("a promised size costs nothing before its bytes come", () => {
    const before = process.memoryUsage().arrayBuffers;
    const framers: PacketFramer[] = [];
    for (let index = 0; index < 200; index++) {
      const framer = new PacketFramer(10_000_000);
      framer.push(packetOf(0).subarray(0, 1));
      framer.next();
      framer.push(Buffer.from([0x80, 0x80, 0x80, 0x01, 1, 2, 3])); // 2 MiB promised
      framer.next();
      framers.push(framer);
    }
    const grown = process.memoryUsage().arrayBuffers - before;
    assert.ok(grown < 1_000_000, `${grown} bytes for ${framers.length} unfinished packets`);
  });

  test("chunks that come while nobody reads wait in order", () => {
    const framer = new PacketFramer(1000);
    const stream = Buffer.concat([packetOf(10), packetOf(20), packetOf(30)]);
    framer.push(stream.subarray(0, 5));
    framer.push(stream.subarray(5, 30));
    framer.push(stream.subarray(30, 31));
    framer.push(stream.subarray(31));
    assert.equal(drain(framer), [packetOf(10), packetOf(20), packetOf(30)]);
  });
});
