import { ConfigError } from "./config-error.ts";
import type { ReadResult } from "./read/read-contract.ts";
import type { Settings } from "./settings.ts";

/** What was added to the sources, and what has to be added by hand. */
export interface Addition {
  /** Each with its absolute path. */
  files: { path: string; status: "written" | "changed"; what: string }[];
  /** What could not be done, and why. */
  left: string[];
}

/** The contract at hand. What is wrong with the sources the generator says afterwards; here it does not matter. */
export async function contractOf({ project, out }: Settings): Promise<ReadResult> {
  const { readContract } = await import("./read/read-contract.ts");
  return readContract({ project, out });
}

/** What was asked for can't be added. */
export function refusal(message: string): ConfigError {
  return new ConfigError("command line", [{ path: "", message }]);
}
