import type { ConfigFacts } from "../read/project/config-facts.ts";
import { type Finding, fine, warning } from "./finding.ts";
import { installedAt, isAtLeast } from "./installed.ts";

/**
 * The options of a tsconfig that decide whether types mean what they say.
 *
 * @param root - Absolute folder of the tsconfig.
 */
export function checkTsconfig(root: string, facts: ConfigFacts): Finding[] {
  const typescript = installedAt(root, "typescript")?.version ?? "7";
  return [
    strictness(facts, typescript),
    facts.hasDom
      ? warning(
          "lib",
          "the types of a browser are there: name, event and close type-check on the server, and are not there",
          `give compilerOptions a "lib" without "dom", such as ["es2023"]`,
        )
      : fine("lib", "no types of a browser"),
    nodeTypes(root, facts, typescript),
  ];
}

function strictness({ strictNullChecks }: ConfigFacts, typescript: string): Finding {
  const isStrict = strictNullChecks ?? isAtLeast(typescript, "6");
  return isStrict
    ? fine("strict", "null and undefined are checked")
    : warning(
        "strict",
        "strictNullChecks is off: the compiler lets null through that validators refuse",
        `set "strict": true in compilerOptions`,
      );
}

function nodeTypes(root: string, { types }: ConfigFacts, typescript: string): Finding {
  if (installedAt(root, "@types/node") === undefined) {
    return warning(
      "types",
      "@types/node is not installed: Buffer and all of Node.js have no types",
      "npm install --save-dev @types/node",
    );
  }
  const isIncluded =
    types?.some((name) => name === "node" || name === "*") ?? !isAtLeast(typescript, "6");
  return isIncluded
    ? fine("types", "the types of Node.js are there")
    : warning(
        "types",
        "@types/node is installed, but not used: since TypeScript 6 it has to be named",
        `set "types": ["node"] in compilerOptions`,
      );
}
