import { readdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { join } from "node:path";
import type { Contract } from "../../../../generator/model.ts";
import { readContract } from "../../../../generator/read/read-contract.ts";

const golden = fileURLToPath(new URL("../../../golden", import.meta.url));

/** The names of all golden cases. */
export const goldenCases: readonly string[] = readdirSync(golden, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => name)
  .toSorted();

/** The contract of a golden case. */
export function goldenContract(name: string): Contract {
  const folder = join(golden, name);
  return readContract({
    project: join(folder, "source/tsconfig.json"),
    out: join(folder, "expected"),
  }).contract;
}
