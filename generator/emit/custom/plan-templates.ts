import { ConfigError } from "../../config-error.ts";
import type { Disk } from "../../disk/disk.ts";
import type { Contract } from "../../model.ts";
import type { PlannedFile } from "../plan-files.ts";
import { planCustom } from "./plan-custom.ts";

/**
 * What all templates of the user's print.
 *
 * @param templates - Absolute paths.
 * @throws {ConfigError} for the first template that is not there or is wrong.
 */
export function planTemplates(
  contract: Contract,
  templates: readonly { template: string; out: string }[],
  { disk, version }: { disk: Disk; version: string },
): PlannedFile[] {
  const planned: PlannedFile[] = [];
  for (const { template, out } of templates) {
    const source = disk.readText(template);
    const fail = (message: string, cause?: unknown): never => {
      throw new ConfigError(template, [{ path: "", message }], { cause });
    };
    if (source === undefined) return fail("there is no such template that can be read");
    if (planned.some(({ path }) => path === out)) return fail(`another template prints ${out} too`);
    try {
      planned.push(planCustom(contract, { template, out, source }, version));
    } catch (error) {
      return fail(error instanceof Error ? error.message : String(error), error);
    }
  }
  return planned;
}
