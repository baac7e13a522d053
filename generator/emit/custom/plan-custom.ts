import { basename } from "node:path";
import type { Contract } from "../../model.ts";
import { GENERATED_BY, HEADER_LINES, headOf } from "../header.ts";
import type { PlannedFile } from "../plan-files.ts";
import { renderSource } from "../render.ts";
import { templateHelpers } from "./template-helpers.ts";

/** A template of the user's, and where what it prints goes. */
export interface CustomTemplate {
  /** Absolute paths. */
  template: string;
  out: string;
  /** The template itself. */
  source: string;
}

/**
 * Prints a contract with a template of the user's. The template gets plain data: `mark`, `version`, and what a
 * `Contract` has, with `types` as a list whose entries know their `id`.
 *
 * @throws {Error} for a template that is wrong, or does not print `mark` in its first lines.
 */
export function planCustom(
  contract: Contract,
  { template, out, source }: CustomTemplate,
  version: string,
): PlannedFile {
  const name = basename(template);
  const mark = `${GENERATED_BY} ${version} with ${name}. Do not edit; run npx mqant-gen.`;
  const types = Object.entries(contract.types).map(([id, type]) => ({ id, ...type }));
  const { modules, pushes } = contract;
  const data = { mark, version, modules, pushes, types };
  const text = renderSource(source, data, templateHelpers(contract));
  if (!headOf(text).includes(mark)) {
    throw new Error(
      `{{mark}} has to be printed in the first ${HEADER_LINES} lines, in a comment or wherever the format ` +
        "has room for it: only files with it are replaced",
    );
  }
  return { kind: "emit", name: basename(out), text, path: out };
}
