import { relative } from "node:path";
import { type Finding, fine, problem, warning } from "./finding.ts";
import { copiesOf, type Installed, installedAt, isAtLeast } from "./installed.ts";

const NODE = "20.19";
const TYPESCRIPT = "5.4";
const ZOD = "4.3";

/**
 * Node, TypeScript, zod, mqant and the generator: whether they are there, and go together.
 *
 * @param root - Absolute folder of the project.
 * @param running - The versions of what runs this.
 */
export function checkVersions(
  root: string,
  running: { node: string; generator: string },
): Finding[] {
  return [
    isAtLeast(running.node, NODE)
      ? fine("node", `Node.js ${running.node}`)
      : problem("node", `Node.js is ${running.node}`, `install ${NODE} or newer`),
    typescript(installedAt(root, "typescript")),
    zod(installedAt(root, "zod")),
    mqant(installedAt(root, "mqant"), running.generator),
    generator(installedAt(root, "mqant-gen"), running.generator),
    copies(root, copiesOf(root, "mqant")),
  ];
}

function typescript(found: Installed | undefined): Finding {
  if (found === undefined) {
    return warning(
      "typescript",
      "typescript is not installed: nothing checks the types of the project",
      "npm install --save-dev typescript",
    );
  }
  return isAtLeast(found.version, TYPESCRIPT)
    ? fine("typescript", `typescript ${found.version}`)
    : problem(
        "typescript",
        `typescript is ${found.version}: it can't read all of what is generated`,
        `npm install --save-dev typescript@latest (${TYPESCRIPT} or newer)`,
      );
}

function zod(found: Installed | undefined): Finding {
  const cure = "npm install zod@4";
  if (found === undefined)
    return problem("zod", "zod is not installed: generated validators need it", cure);
  return isAtLeast(found.version, ZOD) && !isAtLeast(found.version, "5")
    ? fine("zod", `zod ${found.version}`)
    : problem("zod", `zod is ${found.version}; expected 4, from ${ZOD} on`, cure);
}

function mqant(found: Installed | undefined, generatorVersion: string): Finding {
  const cure = `npm install mqant@${generatorVersion} && npm install --save-dev mqant-gen@${generatorVersion}`;
  if (found === undefined) return problem("mqant", "mqant is not installed", cure);
  return found.version === generatorVersion
    ? fine("mqant", `mqant ${found.version}`)
    : problem(
        "mqant",
        `mqant is ${found.version}, mqant-gen ${generatorVersion}: they belong together`,
        cure,
      );
}

function generator(found: Installed | undefined, running: string): Finding {
  const cure = `npm install --save-dev mqant-gen@${running}`;
  if (found === undefined) {
    return warning(
      "mqant-gen",
      "mqant-gen is not installed here: others may run another version",
      cure,
    );
  }
  return found.version === running
    ? fine("mqant-gen", `mqant-gen ${found.version}`)
    : problem(
        "mqant-gen",
        `this is mqant-gen ${running}, the project has ${found.version}`,
        "npx mqant-gen runs the project's",
      );
}

function copies(root: string, found: readonly string[]): Finding {
  if (found.length <= 1) return fine("one mqant", "there is one copy of mqant");
  const shown = found.map((folder) => relative(root, folder) || ".").join(", ");
  return problem(
    "one mqant",
    `there are ${found.length} copies of mqant (${shown}): the generated types reach only one of them`,
    "npm dedupe, or ask for the same version of mqant everywhere",
  );
}
