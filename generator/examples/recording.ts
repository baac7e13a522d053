import { join } from "node:path";
import * as z from "zod";
import type { Disk } from "../disk/disk.ts";
import { GeneratorError } from "../generator-error.ts";
import { outputConflict } from "../output-conflict.ts";

/** The file in the documentation's folder that keeps what examples got when they were run. */
export const recordingName = "examples.json";

/** What became of one example at a running gate. */
export interface ExampleRun {
  /** `Login/HD_Login`. */
  handler: string;
  /** The body that was sent. */
  sent: unknown;
  outcome: ExampleOutcome;
}

/** The result, the error, or the milliseconds that were waited in vain. */
export type ExampleOutcome =
  { result: unknown } | { error: { code: string; text: string } } | { silentForMs: number };

/**
 * All runs of one time. It is committed with the documentation, which is printed from it: so `--check` needs no
 * server, and replies with random parts are the same for all.
 */
export interface Recording {
  runs: ExampleRun[];
}

const outcomeSchema: z.ZodType<ExampleOutcome> = z.union([
  z.strictObject({ result: z.unknown() }),
  z.strictObject({ error: z.strictObject({ code: z.string(), text: z.string() }) }),
  z.strictObject({ silentForMs: z.number() }),
]);

const recordingSchema = z.strictObject({
  generator: z.literal("mqant-gen"),
  format: z.literal(1),
  runs: z.array(z.strictObject({ handler: z.string(), sent: z.unknown(), outcome: outcomeSchema })),
});

/** A recording as it is kept: no times and no addresses, so that only what was replied makes a difference. */
export function recordingText({ runs }: Recording): string {
  return `${JSON.stringify({ generator: "mqant-gen", format: 1, runs }, null, 2)}\n`;
}

/**
 * The recording in a folder; `undefined` if there is none.
 *
 * @throws {GeneratorError} MQ1062 if it is damaged, or somebody else's.
 */
export function readRecording(folder: string, root: string, disk: Disk): Recording | undefined {
  const path = join(folder, recordingName);
  const text = disk.readText(path);
  if (text === undefined) return undefined;
  const parsed = recordingSchema.safeParse(json(text));
  if (parsed.success) return { runs: parsed.data.runs };
  throw new GeneratorError([
    outputConflict(path, root, {
      message: "holds no replies of examples, or is damaged",
      hint: "delete it, and run npx mqant-gen docs --gate again",
    }),
  ]);
}

/** What an example got, if just this has been sent. */
export function outcomeOf(
  { runs }: Recording,
  handler: string,
  sent: unknown,
): ExampleOutcome | undefined {
  const text = JSON.stringify(sent);
  return runs.find((run) => run.handler === handler && JSON.stringify(run.sent) === text)?.outcome;
}

function json(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
