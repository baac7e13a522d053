import { ts } from "../compiler/compiler.ts";
import type { FileChanges } from "../../disk/file-changes.ts";
import { posixPath } from "../../posix-path.ts";

/** What one search gave. */
interface Found extends ts.ResolvedModuleWithFailedLookupLocations {
  /** Not in the public type: where it looked in vain. */
  readonly failedLookupLocations?: readonly string[];
}

/** What the imports of one file lead to. */
type FileImports = ReadonlyMap<ts.StringLiteralLike, Found>;

/** Earlier searches, and what came and went since. */
interface Earlier {
  readonly imports: FoundImports;
  readonly changes: FileChanges;
}

/**
 * Where imports lead. Left alone, the compiler searches for all of them again as soon as one file comes or goes.
 * Here a search ends as it did before, unless what it found has gone or a place where it looked in vain is no longer
 * empty.
 */
export class FoundImports {
  readonly #files: Map<ts.SourceFile, FileImports>;
  /** The files whose imports may now lead elsewhere. */
  readonly lost: readonly ts.SourceFile[] = [];
  /** What is known of packages and folders; as long as nothing comes or goes it holds. */
  #cache: ts.ModuleResolutionCache | undefined;

  /** @param before - With the same options, and without references to other projects. */
  constructor(before?: Earlier) {
    this.#files = new Map(before === undefined ? [] : before.imports.#files);
    if (before === undefined) return;
    if (before.changes.came.size + before.changes.gone.size === 0) {
      this.#cache = before.imports.#cache;
      return;
    }
    const mayEndOtherwise = dependingOn(before.changes);
    const isLost = (found: FileImports): boolean => [...found.values()].some(mayEndOtherwise);
    this.lost = [...this.#files].flatMap(([source, found]) => (isLost(found) ? [source] : []));
    for (const source of this.lost) this.#files.delete(source);
  }

  /** Has a compiler ask here. It gets what it would find by itself. */
  answer(host: ts.CompilerHost, options: ts.CompilerOptions): void {
    const cache = (this.#cache ??= ts.createModuleResolutionCache(
      host.getCurrentDirectory(),
      (file) => host.getCanonicalFileName(file),
      options,
    ));
    host.getModuleResolutionCache = () => cache;
    host.resolveModuleNameLiterals = (literals, file, redirect, _options, source) => {
      const own = redirect?.commandLine.options ?? options;
      const search = (literal: ts.StringLiteralLike): Found => {
        const mode = ts.getModeForUsageLocation(source, literal, own);
        return ts.resolveModuleName(literal.text, file, options, host, cache, redirect, mode);
      };
      let known: FileImports = this.#files.get(source) ?? new Map<ts.StringLiteralLike, Found>();
      const others = literals.filter((literal) => !known.has(literal));
      if (others.length > 0) {
        // Not added to what an earlier program has: that may be gone back to.
        known = new Map([...known, ...others.map((other) => [other, search(other)] as const)]);
        this.#files.set(source, known);
      }
      return literals.flatMap((literal) => known.get(literal) ?? []);
    };
  }

  /** Forgets all files but these. */
  limitTo(sources: Iterable<ts.SourceFile>): void {
    const wanted = new Set(sources);
    for (const source of this.#files.keys()) if (!wanted.has(source)) this.#files.delete(source);
  }
}

/** Whether a search may end otherwise after files came and went. */
function dependingOn({ came, gone }: FileChanges): (found: Found) => boolean {
  // The compiler's paths have slashes on every system.
  const [fresh, lost] = [new Set([...came].map(posixPath)), new Set([...gone].map(posixPath))];
  return ({ resolvedModule, failedLookupLocations = [] }) =>
    (resolvedModule !== undefined && lost.has(resolvedModule.resolvedFileName)) ||
    failedLookupLocations.some((path) => fresh.has(path));
}
