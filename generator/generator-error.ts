import type { Diagnostic } from "./diagnostic.ts";

/**
 * The run can't go on, and why: what there is to read could not even be opened. Problems inside the
 * sources are no exceptions; they are reported together, as diagnostics of the result.
 */
export class GeneratorError extends Error {
  override readonly name = "GeneratorError";
  /** At least one, each with a place and a code. */
  readonly diagnostics: readonly Diagnostic[];

  constructor(diagnostics: readonly [Diagnostic, ...Diagnostic[]]) {
    super(diagnostics.map(({ code, message }) => `${code}: ${message}`).join("\n"));
    this.diagnostics = diagnostics;
  }
}
