import path from "node:path";
import { ts } from "../compiler/compiler.ts";
import type { Disk } from "../../disk/disk.ts";
import { compareText } from "../location.ts";
import type { OpenProject } from "../project/open-project.ts";
import { outwardImports } from "../project/outward-imports.ts";

/** What a project imports by names that are no paths: all ask for it. */
const known = new WeakMap<OpenProject, [string, ts.Symbol][]>();

/** What the project imports by a name that is no path: the specifier and its module, shortest first. */
export function importedModules(project: OpenProject): readonly [string, ts.Symbol][] {
  let modules = known.get(project);
  if (modules === undefined) known.set(project, (modules = findModules(project)));
  return modules;
}

function findModules({ sources, checker, isLeftOut }: OpenProject): [string, ts.Symbol][] {
  const modules: [string, ts.Symbol][] = [];
  for (const [name, specifiers] of outwardImports(sources)) {
    for (const specifier of specifiers) {
      if (isLeftOut(specifier.getSourceFile())) continue;
      const module = checker.getSymbolAtLocation(specifier);
      if (module === undefined) continue;
      modules.push([name, module]);
      break;
    }
  }
  return modules.sort(([a], [b]) => a.length - b.length || compareText(a, b));
}

/** A package that comes with the contract of its modules. */
export interface ContractPackage {
  /** Absolute path of its folder. */
  readonly folder: string;
  /** Absolute path of its `mqant.lock.json`. */
  readonly lock: string;
  /** The enums that the project can import from it, by name. */
  readonly enums: ReadonlyMap<string, { specifier: string }>;
}

/** The imported packages that have a `mqant.lock.json` beside their `package.json`. */
export function contractPackages(project: OpenProject): ContractPackage[] {
  const { checker, disk, isSource, mqant } = project;
  const packages = new Map<
    string,
    ContractPackage & { enums: Map<string, { specifier: string }> }
  >();
  for (const [specifier, module] of importedModules(project)) {
    const source = module.declarations?.find(ts.isSourceFile);
    if (source === undefined || isSource(source) || mqant.ownsFile(source.fileName)) continue;
    const folder = packageFolder(source.fileName, disk);
    const lock = folder && path.join(folder, "mqant.lock.json");
    if (folder === undefined || lock === undefined || !disk.isFile(lock)) continue;
    const known = packages.get(folder) ?? { folder, lock, enums: new Map() };
    packages.set(folder, known);
    for (const exported of checker.getExportsOfModule(module)) {
      const isAlias = (exported.flags & ts.SymbolFlags.Alias) !== 0;
      const { flags } = isAlias ? checker.getAliasedSymbol(exported) : exported;
      if ((flags & ts.SymbolFlags.Enum) === 0 || known.enums.has(exported.name)) continue;
      known.enums.set(exported.name, { specifier });
    }
  }
  return [...packages.values()].sort((a, b) => compareText(a.folder, b.folder));
}

/** The nearest folder with a `package.json` that names a package. */
function packageFolder(file: string, disk: Disk): string | undefined {
  for (let folder = path.dirname(file); ; folder = path.dirname(folder)) {
    const text = disk.readText(path.join(folder, "package.json"));
    // Inside of packages there are some without a name, which only say what .js files are.
    if (text !== undefined && /"name"\s*:/.test(text)) return folder;
    if (folder === path.dirname(folder)) return undefined;
  }
}
