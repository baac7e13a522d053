import path from "node:path";
import { ts } from "../compiler/compiler.ts";
import { Disk } from "../../disk/disk.ts";
import { configHost } from "./config-host.ts";

/** What a tsconfig says itself, without what reading it needs. */
export interface ConfigFacts {
  /** `undefined` where the compiler's default holds, which TypeScript 6 changed. */
  strictNullChecks: boolean | undefined;
  /** Whether the types of a browser are there: they are unless `lib` leaves them out. */
  hasDom: boolean;
  types: readonly string[] | undefined;
  /** Absolute names of all files that it includes, those in the output folder too. */
  fileNames: readonly string[];
}

/** Reads what `mqant-gen doctor` wants to know of a tsconfig that can be used. */
export function configFacts(tsconfig: string): ConfigFacts {
  const disk = new Disk();
  const source = ts.readJsonConfigFile(tsconfig, (file) => disk.readText(file));
  const { options, fileNames } = ts.parseJsonSourceFileConfigFileContent(
    source,
    configHost(disk),
    path.dirname(tsconfig),
    undefined,
    path.normalize(tsconfig),
  );
  return {
    strictNullChecks: options.strictNullChecks ?? options.strict,
    hasDom: options.lib?.some((name) => /^lib\.dom\b/.test(name)) ?? true,
    types: options.types,
    fileNames: fileNames.map((file) => path.normalize(file)),
  };
}
