import { isModuleNamespaceObject } from "node:util/types";
import { createJiti, type JitiOptions } from "jiti";
import { configSources, type SourceTexts } from "./config-sources.ts";
import type { Disk } from "../disk/disk.ts";
import { ownEntry } from "../own-files.ts";
import { runConfigApart } from "./run-config-apart.ts";

/** What came of running a configuration. */
export interface ConfigRun {
  /** Absolute paths of the code that it consists of, also of what was not there. */
  sources: string[];
  /** What it exports, or why it could not be run. */
  outcome: { value: unknown } | { failure: string };
}

/** What Node loaded by itself in this process, as it was then: Node gives it again, whatever became of it. */
const loadedByNode: SourceTexts = new Map();

/** The last runs in other processes, with what they ran, by configuration. */
const runsApart = new Map<string, { texts: SourceTexts; run: ConfigRun }>();

/**
 * Runs a configuration as it is now: in a process of its own, and only if it has changed, where this one holds
 * an older state of it.
 *
 * @param file - Absolute.
 * @param disk - Looks at the code, first of all: what changes while it runs must be a change to who looks again.
 */
export async function runConfig(file: string, disk: Disk): Promise<ConfigRun> {
  const texts = configSources(file, (path) => disk.readText(path));
  const isStale = [...texts].some(
    ([path, text]) => loadedByNode.has(path) && loadedByNode.get(path) !== text,
  );
  if (!isStale) return runConfigHere(file, texts);
  const last = runsApart.get(file);
  if (last !== undefined && isSame(last.texts, texts)) return last.run;
  const run = await runConfigApart(file);
  runsApart.set(file, { texts, run });
  return run;
}

/** Runs a configuration in this process, which holds no older state of it. */
async function runConfigHere(file: string, texts: SourceTexts): Promise<ConfigRun> {
  // `import { defineConfig } from "mqant-gen"` works also where the package isn't installed (npx).
  const options: JitiOptions = {
    fsCache: false,
    moduleCache: false,
    interopDefault: false,
    alias: { "mqant-gen": ownEntry("index") },
  };
  const plain = createJiti(import.meta.url, options);
  const transformed = new Set<string>();
  const jiti = createJiti(import.meta.url, {
    ...options,
    transform: (source) => {
      if (source.filename !== undefined) transformed.add(source.filename);
      return { code: plain.transform(source) };
    },
  });
  let outcome: ConfigRun["outcome"];
  try {
    outcome = { value: exported(await jiti.import<object>(file)) };
  } catch (error) {
    outcome = { failure: error instanceof Error ? error.message : String(error) };
  }
  for (const [path, text] of texts) if (!transformed.has(path)) loadedByNode.set(path, text);
  return { sources: [...new Set([...texts.keys(), ...transformed])], outcome };
}

/** The default export. CommonJS has what it exports in its place, or is that itself. */
function exported(loaded: object): unknown {
  if (!("default" in loaded)) {
    const isModule = isModuleNamespaceObject(loaded) || "__esModule" in loaded;
    return isModule ? undefined : loaded;
  }
  const value = loaded.default;
  const isCompiled = typeof value === "object" && value !== null && "default" in value;
  return isCompiled ? value.default : value;
}

function isSame(a: SourceTexts, b: SourceTexts): boolean {
  return a.size === b.size && [...a].every(([path, text]) => b.get(path) === text);
}
