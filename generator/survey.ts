import { dirname, sep } from "node:path";
import type { CallModel } from "./call-model.ts";
import type { Diagnostic } from "./diagnostic.ts";
import { planFiles } from "./emit/plan-files.ts";
import { GeneratorError } from "./generator-error.ts";
import type { Contract } from "./model.ts";
import type { GenerateOptions } from "./options.ts";
import { resolveSettings } from "./settings.ts";
import { version } from "./version.ts";

/** What a project's sources say. */
export interface Survey {
  contract: Contract;
  /** Who calls whom; empty if there are errors: what is called is not known then. */
  calls: CallModel[];
  /** All problems of the sources, errors and warnings. */
  diagnostics: readonly Diagnostic[];
  /** The folder that places are relative to: absolute. */
  root: string;
}

/**
 * Reads a project's contract and who calls whom in it, and writes nothing.
 *
 * @throws {ConfigError} for wrong settings.
 */
export async function surveyProject(options: GenerateOptions = {}): Promise<Survey> {
  const { project, out } = await resolveSettings(options);
  const root = dirname(project);
  const [{ readContract }, { readCalls }] = await Promise.all([
    import("./read/read-contract.ts"),
    import("./read/calls/read-calls.ts"),
  ]);
  try {
    const { onProgress } = options;
    const read = readContract({
      project,
      out,
      ...(onProgress === undefined ? {} : { onProgress }),
    });
    const { contract, diagnostics } = read;
    const survey = { contract, diagnostics, root };
    if (diagnostics.some(({ severity }) => severity === "error")) return { ...survey, calls: [] };
    const planned = planFiles(contract, ["registry", "clients"], {
      version,
      root: posixPath(root),
      out: posixPath(out),
      extension: read.importExtension,
    });
    const emitted = new Map(planned.map(({ name, text }) => [name, text]));
    return { ...survey, calls: readCalls({ project, out, contract, emitted }) };
  } catch (error) {
    if (!(error instanceof GeneratorError)) throw error;
    const contract = { modules: [], pushes: [], types: {} };
    return { contract, calls: [], diagnostics: error.diagnostics, root };
  }
}

function posixPath(path: string): string {
  return path.split(sep).join("/");
}
