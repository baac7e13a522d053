import { existsSync, readFileSync } from "node:fs";
import { dirname, join, normalize, relative, resolve } from "node:path";
import { type Finding, fine, problem } from "./finding.ts";

/** Where to look for what was generated, and what uses it. */
export interface OutputPlaces {
  /** Absolute folder of the project. */
  root: string;
  /** Absolute output folder. */
  out: string;
  /** Absolute names of the files that the tsconfig includes. */
  fileNames: readonly string[];
}

/** Whether the project sees what was generated for it. */
export function checkOutput({ root, out, fileNames }: OutputPlaces): Finding[] {
  const registry = join(out, "registry.d.ts");
  const shown = relative(root, out);
  if (!existsSync(registry)) {
    return [problem("output", `nothing is generated in ${shown} yet`, "npx mqant-gen")];
  }
  return [
    fileNames.includes(normalize(registry))
      ? fine("output", `${shown} is generated, and part of the project`)
      : problem(
          "output",
          `the tsconfig does not include ${shown}: calls are not checked`,
          `add "${shown}" to its "include"`,
        ),
    schemas(out, fileNames),
  ];
}

/** Whether an app that is created here is given the validators. */
function schemas(out: string, fileNames: readonly string[]): Finding {
  const isOwn = (file: string): boolean => !file.endsWith(".d.ts") && dirname(file) !== out;
  const creating = fileNames
    .filter(isOwn)
    .map((file) => ({ file, text: readFileSync(file, "utf8") }))
    .filter(({ text }) => /\bcreateApp\s*\(/.test(text));
  const isGiven = ({ file, text }: { file: string; text: string }): boolean =>
    [...text.matchAll(/\bfrom\s*["']([^"']+)["']/g)].some(([, specifier = ""]) => {
      const target = specifier.replace(/\.[jt]s$/, "");
      // What an alias stands for is not known here; the name has to do.
      return target.startsWith(".")
        ? resolve(dirname(file), target) === join(out, "schemas")
        : target.endsWith("/schemas");
    });
  if (creating.length === 0) return fine("schemas", "no app is created here");
  return creating.some(isGiven)
    ? fine("schemas", "the validators are given to the app")
    : problem(
        "schemas",
        "createApp is not given the generated schemas: what clients send is not checked",
        `import { schemas } from the generated schemas.ts, and call createApp({ schemas })`,
      );
}
