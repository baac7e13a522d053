import { bodyOf } from "../rpc/contestant.ts";

/** What an argument may look like. */
export interface CodecBody {
  readonly title: string;
  /** 0 if it is JSON as it is, 1 if it is not. */
  readonly plainFrom: number;
  /** How many calls of it are measured in a message. */
  readonly batches: readonly number[];
  /** A new one each time. */
  make(): Record<string, unknown>;
}

const RECORDS = 30;
const BYTES = 2048;

const SMALL_BATCHES = [1, 64, 256];
/** The wire sends what has come to 96 KB, which 24 such calls have; more in a message is for comparison. */
const LARGE_BATCHES = [1, 24, 64, 256];

/** By name. */
export const bodies: Readonly<Record<string, CodecBody>> = {
  small: {
    title: "100 B",
    plainFrom: 0,
    batches: SMALL_BATCHES,
    make: () => ({ ...bodyOf(100) }),
  },
  text: {
    title: "4 KB, one long text",
    plainFrom: 0,
    batches: LARGE_BATCHES,
    make: () => ({ ...bodyOf(4096) }),
  },
  records: {
    title: `4 KB, ${2 * RECORDS} records`,
    plainFrom: 0,
    batches: LARGE_BATCHES,
    make: () => ({ id: 17, name: "Ann", list: records(2 * RECORDS) }),
  },
  bytes: {
    title: `4 KB, ${RECORDS} records and ${BYTES} bytes`,
    plainFrom: 1,
    batches: LARGE_BATCHES,
    make: () => ({ id: 17, name: "Ann", list: records(RECORDS), bytes: bytes() }),
  },
};

/** 68 bytes each as JSON, about. */
function records(count: number): readonly object[] {
  return Array.from({ length: count }, (_, index) => ({
    id: 10_000 + index,
    name: `player ${index}`,
    place: index % 2 === 0 ? "harbour" : "market",
    score: index * 1.5,
  }));
}

function bytes(): Uint8Array {
  return Uint8Array.from({ length: BYTES }, (_, index) => (index * 31) % 256);
}
