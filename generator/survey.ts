import { dirname } from "node:path";
import type { CallModel } from "./call-model.ts";
import type { Diagnostic } from "./diagnostic.ts";
import { Disk } from "./disk/disk.ts";
import { planFiles } from "./emit/plan-files.ts";
import { GeneratorError } from "./generator-error.ts";
import type { Contract } from "./model.ts";
import type { GenerateOptions } from "./options.ts";
import { posixPath } from "./posix-path.ts";
import type { Settings } from "./settings.ts";
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

/** Reads a project's contract and who calls whom in it, and writes nothing. */
export async function surveyProject(
  { project, out }: Pick<Settings, "project" | "out">,
  onProgress?: GenerateOptions["onProgress"],
): Promise<Survey> {
  const root = dirname(project);
  const disk = new Disk();
  const [{ readContract }, { readCalls }] = await Promise.all([
    import("./read/read-contract.ts"),
    import("./read/calls/read-calls.ts"),
  ]);
  try {
    const read = readContract({
      project,
      out,
      disk,
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
    const emitted = new Map(planned.map(({ name, text }) => [name, String(text)]));
    return { ...survey, calls: readCalls({ project, out, disk, contract, emitted }) };
  } catch (error) {
    if (!(error instanceof GeneratorError)) throw error;
    const contract = { modules: [], pushes: [], types: {} };
    return { contract, calls: [], diagnostics: error.diagnostics, root };
  }
}
