import { ConfigError } from "../config-error.ts";
import { generate, type GenerateResult } from "../generate.ts";
import type { GenerateOptions } from "../options.ts";
import { resolveSettings } from "../settings.ts";
import type { GateAddress } from "./gate-connection.ts";
import { runExamples } from "./run-examples.ts";

/** What is said about the gate; the configuration may say where it is. */
export interface GateFlags extends Omit<GateAddress, "address" | "root"> {
  address?: string;
}

/**
 * Reads the contract, runs its examples at a gate, and emits documentation with what they got.
 *
 * @throws {ConfigError} if nobody says where the gate is, or it can't be reached: then nothing is written.
 */
export async function runDocsExamples(
  options: GenerateOptions,
  flags: GateFlags,
): Promise<GenerateResult> {
  const { examples } = await resolveSettings(options);
  const address = flags.address ?? examples.gate;
  if (address === undefined) {
    throw new ConfigError("--gate", [
      {
        path: "",
        message: "expected an address, such as ws://127.0.0.1:3653, here or as docs.gate",
      },
    ]);
  }
  const read = await generate({ ...options, check: true });
  if (read.counts.errors > 0) return read;
  const { first } = examples;
  const { onProgress } = options;
  const recording = await runExamples(read.contract, {
    ...flags,
    address,
    first,
    root: read.root,
    ...(onProgress === undefined ? {} : { onProgress }),
  });
  return await generate({ ...options, recording });
}
