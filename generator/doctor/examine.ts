import { dirname } from "node:path";
import { GeneratorError } from "../generator-error.ts";
import type { Settings } from "../settings.ts";
import { version } from "../version.ts";
import { checkOutput } from "./check-output.ts";
import { checkRepository } from "./check-repository.ts";
import { checkTsconfig } from "./check-tsconfig.ts";
import { checkVersions } from "./check-versions.ts";
import { type Finding, fine, problem } from "./finding.ts";

/** Looks at everything around the sources that the generator's work depends on. */
export async function examine({ project, out, lock }: Settings): Promise<Finding[]> {
  const root = dirname(project);
  const versions = checkVersions(root, { node: process.versions.node, generator: version });
  const [{ readProjectConfig }, { configFacts }] = await Promise.all([
    import("../read/project/project-config.ts"),
    import("../read/project/config-facts.ts"),
  ]);
  try {
    readProjectConfig(project, out);
  } catch (error) {
    if (!(error instanceof GeneratorError)) throw error;
    const unusable = error.diagnostics.map(({ message, hint = "mend the tsconfig" }) =>
      problem("tsconfig", message, hint),
    );
    return [...versions, ...unusable];
  }
  const facts = configFacts(project);
  return [
    ...versions,
    fine("tsconfig", "the tsconfig can be used"),
    ...checkTsconfig(root, facts),
    ...checkOutput({ root, out, fileNames: facts.fileNames }),
    ...checkRepository({ root, out, lock }),
  ];
}
