import { parseArgs } from "node:util";
import * as z from "zod";

/** What `npm run bench` is told; what is missing has the benchmark's own default. */
export interface BenchOptions {
  rounds?: number | undefined;
  /** How long each contestant is measured in a round. */
  seconds?: number | undefined;
  /** Contestants by their short names, instead of all. */
  only?: readonly string[] | undefined;
  /** Sizes in bytes. */
  bodies?: readonly number[] | undefined;
  /** How many calls wait at a time. */
  inFlight?: readonly number[] | undefined;
  /** Of a benchmark that has several. */
  parts?: readonly string[] | undefined;
  /** How many calls the memory is watched over. */
  calls?: number | undefined;
  /** Numbers of clients. */
  clients?: readonly number[] | undefined;
}

/** What was asked for can't be had; the message says what can. */
export class UsageError extends Error {
  override readonly name = "UsageError";
}

const count = z.coerce.number<string>().int().positive();
const list = z.string().transform((text) => text.split(","));

const schema = z.object({
  rounds: count.optional(),
  seconds: z.coerce.number<string>().positive().optional(),
  only: list.optional(),
  bodies: list.pipe(z.array(count)).optional(),
  "in-flight": list.pipe(z.array(count)).optional(),
  parts: list.optional(),
  calls: count.optional(),
  clients: list.pipe(z.array(count)).optional(),
});

/**
 * Reads `name… --rounds=5 --seconds=2 --only=ours,nestjs --bodies=100 --in-flight=1,64 --parts=calls
 * --calls=100000 --clients=1,100`.
 *
 * @throws {UsageError} for options that can't be read.
 */
export function readOptions(args: readonly string[]): { names: string[]; options: BenchOptions } {
  const text = { type: "string" } as const;
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      rounds: text,
      seconds: text,
      only: text,
      bodies: text,
      "in-flight": text,
      parts: text,
      calls: text,
      clients: text,
    },
  });
  const parsed = schema.safeParse(values);
  if (!parsed.success) throw new UsageError(z.prettifyError(parsed.error));
  const { "in-flight": inFlight, ...rest } = parsed.data;
  return { names: positionals, options: { ...rest, inFlight } };
}

/**
 * Those of `all` that `wanted` names; all if it is missing.
 *
 * @throws {UsageError} naming what there is.
 */
export function choose<T extends { readonly name: string }>(
  all: readonly T[],
  wanted: readonly string[] | undefined,
): readonly T[] {
  if (wanted === undefined) return all;
  const names = all.map(({ name }) => name);
  for (const name of wanted) {
    if (names.includes(name)) continue;
    throw new UsageError(`no "${name}"; there are ${names.join(", ")}`);
  }
  return all.filter(({ name }) => wanted.includes(name));
}
