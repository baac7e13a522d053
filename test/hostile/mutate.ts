import type { Random } from "./random.ts";

/** Spoils bytes, or packets, in one way. */
type Mutation = (random: Random, packets: Buffer[]) => Buffer[];

/** Changes to the bytes of one packet. */
function within(change: (random: Random, packet: Buffer) => Buffer): Mutation {
  return (random, packets) => {
    const at = random.below(packets.length);
    return packets.map((packet, index) => (index === at ? change(random, packet) : packet));
  };
}

const MUTATIONS: readonly [Mutation, ...Mutation[]] = [
  // A bit is flipped.
  within((random, packet) => {
    const copy = Buffer.from(packet);
    const at = random.below(copy.length);
    copy[at] = (copy[at] ?? 0) ^ (1 << random.below(8));
    return copy;
  }),
  // A byte is another.
  within((random, packet) => {
    const copy = Buffer.from(packet);
    copy[random.below(copy.length)] = random.pick([0, 0x7f, 0x80, 0xff, random.below(256)]);
    return copy;
  }),
  // The end is missing.
  within((random, packet) => packet.subarray(0, random.below(packet.length))),
  // A few bytes are missing, come twice, or are random ones.
  within((random, packet) => {
    const at = random.below(packet.length);
    const until = at + random.below(12);
    const middle = random.pick([
      Buffer.alloc(0),
      Buffer.concat([packet.subarray(at, until), packet.subarray(at, until)]),
      random.bytes(random.below(16)),
    ]);
    return Buffer.concat([packet.subarray(0, at), middle, packet.subarray(until)]);
  }),
  // The length says something else.
  within((random, packet) => {
    const lie = random.pick([
      Buffer.from([random.below(128)]),
      Buffer.from([0xff, 0xff, 0xff, 0x7f]),
      Buffer.from([0x80, 0x80, 0x80, 0x80, 0x01]),
      Buffer.from([0x80 | random.below(128), random.below(128)]),
      Buffer.from([0x80, 0x00]),
    ]);
    return Buffer.concat([packet.subarray(0, 1), lie, packet.subarray(2)]);
  }),
  // A text's length says something else.
  within((random, packet) => {
    const copy = Buffer.from(packet);
    if (copy.length < 4) return copy;
    copy.writeUInt16BE(random.pick([0, 1, 0xffff, random.below(256)]), 2);
    return copy;
  }),
  // A packet comes twice, or is missing.
  (random, packets) => {
    const at = random.below(packets.length);
    const [packet = Buffer.alloc(0)] = packets.slice(at);
    const middle = random.pick([[], [packet, packet]]);
    return [...packets.slice(0, at), ...middle, ...packets.slice(at + 1)];
  },
  // Two packets change places.
  (random, packets) => {
    const copy = [...packets];
    const [from, to] = [random.below(copy.length), random.below(copy.length)];
    [copy[from], copy[to]] = [packets[to] ?? Buffer.alloc(0), packets[from] ?? Buffer.alloc(0)];
    return copy;
  },
  // The end of one packet follows the beginning of another.
  (random, packets) => {
    const one = packets[random.below(packets.length)] ?? Buffer.alloc(0);
    const other = packets[random.below(packets.length)] ?? Buffer.alloc(0);
    const spliced = Buffer.concat([
      one.subarray(0, random.below(one.length + 1)),
      other.subarray(random.below(other.length + 1)),
    ]);
    const at = random.below(packets.length);
    return [...packets.slice(0, at), spliced, ...packets.slice(at)];
  },
  // Something that nobody meant.
  (random, packets) => {
    const at = random.below(packets.length);
    return [...packets.slice(0, at), random.bytes(random.below(300)), ...packets.slice(at)];
  },
];

/** An exchange with one to four things wrong, or nothing. */
export function mutate(random: Random, packets: readonly Buffer[]): Buffer[] {
  let mutated = [...packets];
  for (let count = random.below(5); count > 0 && mutated.length > 0; count--) {
    mutated = random
      .pick(MUTATIONS)(random, mutated)
      .filter(({ length }) => length > 0);
  }
  return mutated;
}
