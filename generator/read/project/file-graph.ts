import { ts } from "../compiler/compiler.ts";

/** One file of a project, and what the meaning of its code depends on. */
export interface FileNode {
  readonly source: ts.SourceFile;
  /** Whether it is one of the user's own. */
  readonly isSource: boolean;
  /** The files that its imports lead to. */
  readonly imports: readonly string[];
  /** Whether other files see what it declares without importing it. */
  readonly isGlobal: boolean;
}

/** Which file of a project sees which. */
export class FileGraph {
  readonly #nodes = new Map<string, FileNode>();
  /** The files of the program of which others see things without importing them: by name, in its order. */
  readonly globals: readonly string[];

  /**
   * @param before - What is known of files that are the same is taken over.
   * @param roots - The files that a project begins with, if the program leaves some of them out: those, and what they
   *   lead to, are as they were.
   */
  constructor(
    program: ts.Program,
    isSource: (source: ts.SourceFile) => boolean,
    before?: FileGraph,
    roots: readonly string[] = [],
  ) {
    for (const source of program.getSourceFiles()) {
      const known = before?.node(source.fileName);
      const node = { source, isSource: isSource(source), imports: importsOf(program, source) };
      const isKnown = known !== undefined && isSame(node, known);
      this.#nodes.set(source.fileName, isKnown ? known : { ...node, isGlobal: isGlobal(source) });
    }
    this.globals = [...this.#nodes].flatMap(([name, node]) => (node.isGlobal ? [name] : []));
    const nodeOf = (name: string): FileNode | undefined =>
      this.#nodes.get(name) ?? before?.node(name);
    for (const name of reached(roots, (from) => nodeOf(from)?.imports)) {
      const node = nodeOf(name);
      if (node !== undefined) this.#nodes.set(name, node);
    }
  }

  /** All files. */
  get nodes(): Iterable<FileNode> {
    return this.#nodes.values();
  }

  /** A file by its name, as the program has it. */
  node(name: string): FileNode | undefined {
    return this.#nodes.get(name);
  }

  /**
   * The sources whose code may mean something else than in an earlier program: those that changed, came or went,
   * and all that see one of them. `undefined` if that may be so for any.
   */
  affectedSince(before: FileGraph): ReadonlySet<string> | undefined {
    const changed = new Set<string>();
    for (const name of new Set([...this.#nodes.keys(), ...before.#nodes.keys()])) {
      const [now, then] = [this.#nodes.get(name), before.#nodes.get(name)];
      if (now !== undefined && then !== undefined && isSame(now, then)) continue;
      if ([now, then].some((node) => node?.isSource === false)) return undefined;
      if ([now, then].some((node) => node?.isGlobal === true)) return undefined;
      changed.add(name);
    }
    const affected = this.thoseThatSee(changed);
    for (const name of affected) if (this.#nodes.get(name)?.isGlobal === true) return undefined;
    return affected;
  }

  /** These files, and all that see one of them. */
  thoseThatSee(files: ReadonlySet<string>): Set<string> {
    if (files.size === 0) return new Set();
    const importers = new Map<string, string[]>();
    for (const [name, { imports }] of this.#nodes) {
      for (const imported of imports) {
        const known = importers.get(imported);
        if (known === undefined) importers.set(imported, [name]);
        else known.push(name);
      }
    }
    return reached(files, (name) => importers.get(name));
  }
}

/** These files, and all that lead on from them. */
function reached(
  files: Iterable<string>,
  next: (file: string) => readonly string[] | undefined,
): Set<string> {
  const found = new Set<string>();
  const waiting = [...files];
  for (let name = waiting.pop(); name !== undefined; name = waiting.pop()) {
    if (found.has(name)) continue;
    found.add(name);
    waiting.push(...(next(name) ?? []));
  }
  return found;
}
type KnownNode = Omit<FileNode, "isGlobal">;

function isSame(one: KnownNode, other: KnownNode): boolean {
  if (one === other) return true;
  return (
    one.source === other.source &&
    one.isSource === other.isSource &&
    one.imports.length === other.imports.length &&
    one.imports.every((name, index) => name === other.imports[index])
  );
}

/** Not in the public types: what each import of each file was resolved to. */
interface Resolutions {
  readonly resolvedModules?: ReadonlyMap<string, ResolvedImports>;
}

interface ResolvedImports {
  forEach(visit: (resolution: { resolvedModule?: ts.ResolvedModule }) => void): void;
}

/** A program that is made from another one takes these over for each file whose imports stay. */
const known = new WeakMap<ResolvedImports, readonly string[]>();

function importsOf(program: ts.Program, source: ts.SourceFile): readonly string[] {
  const { path } = source as unknown as { path: string }; // the program sets it on each of its files
  const resolved = (program as Resolutions).resolvedModules?.get(path);
  if (resolved === undefined) return [];
  let imports = known.get(resolved);
  if (imports === undefined) {
    const names = new Set<string>();
    resolved.forEach(({ resolvedModule }) => {
      // By the program, which puts sources in the place of what referenced projects emit.
      const file = resolvedModule && program.getSourceFile(resolvedModule.resolvedFileName);
      if (file !== undefined) names.add(file.fileName);
    });
    imports = [...names];
    known.set(resolved, imports);
  }
  return imports;
}

/** Scripts, `declare global`, `declare module "name"`, `export as namespace`. */
function isGlobal(source: ts.SourceFile): boolean {
  return (
    !ts.isExternalModule(source) ||
    source.statements.some(
      (statement) =>
        ts.isNamespaceExportDeclaration(statement) ||
        (ts.isModuleDeclaration(statement) &&
          (ts.isStringLiteral(statement.name) ||
            (statement.flags & ts.NodeFlags.GlobalAugmentation) !== 0)),
    )
  );
}
