import path from "node:path";
import { ts } from "../compiler/compiler.ts";
import type { TypeOrigin } from "../../model.ts";
import { compareText } from "../location.ts";
import { importedModules } from "../packages/imported-packages.ts";
import type { OpenProject } from "../project/open-project.ts";

/** Where a named type is declared, and whether emitted code can import it. */
export interface Origin {
  readonly from: TypeOrigin["from"];
  readonly exportName: string | undefined;
  readonly kind: TypeOrigin["kind"];
  /** The beginning of its id, unlike that of any other type. */
  readonly id: string;
}

/** Finds out where types come from. */
export class Origins {
  readonly #project: OpenProject;
  readonly #origins = new Map<ts.Symbol, Origin>();
  readonly #exports = new Map<ts.Symbol, Map<ts.Symbol, string>>();
  #packages: Map<ts.Symbol, { package: string; exportName: string }> | undefined;

  constructor(project: OpenProject) {
    this.#project = project;
  }

  of(symbol: ts.Symbol, declaration: ts.Declaration): Origin {
    let origin = this.#origins.get(symbol);
    if (origin === undefined) {
      origin = this.#find(symbol, declaration);
      this.#origins.set(symbol, origin);
    }
    return origin;
  }

  #find(symbol: ts.Symbol, declaration: ts.Declaration): Origin {
    const kind = kindOf(declaration);
    const name = qualifiedName(symbol, declaration);
    const ambient = ambientModule(declaration);
    if (ambient !== undefined) {
      const exportName = this.#exportName(symbol, ambient);
      return { from: { package: ambient.text }, exportName, kind, id: `${ambient.text}#${name}` };
    }
    const source = declaration.getSourceFile();
    if (this.#isForeign(source)) {
      const found = this.#imported(symbol);
      if (found !== undefined) {
        const { package: specifier, exportName } = found;
        return { from: { package: specifier }, exportName, kind, id: `${specifier}#${name}` };
      }
      const inside = packagePath(source.fileName);
      const [specifier = inside] = /^(?:@[^/]+\/)?[^/]+/.exec(inside) ?? [];
      return { from: { package: specifier }, exportName: undefined, kind, id: `${inside}#${name}` };
    }
    const file = this.#project.locator.fileOf(source);
    // A package of the same workspace: whoever imports it by name means it to be built by itself.
    const sibling = file.startsWith("../") ? this.#imported(symbol) : undefined;
    if (sibling !== undefined) {
      const { package: specifier, exportName } = sibling;
      return { from: { package: specifier }, exportName, kind, id: `${specifier}#${name}` };
    }
    return {
      from: { file },
      exportName: this.#exportName(symbol, source),
      kind,
      id: `${file}#${name}`,
    };
  }

  /** Whether a file belongs to a package that the project imports by name. */
  #isForeign(source: ts.SourceFile): boolean {
    const { program, mqant } = this.#project;
    return (
      program.isSourceFileFromExternalLibrary(source) ||
      source.fileName.includes("/node_modules/") ||
      mqant.ownsFile(source.fileName)
    );
  }

  #exportName(symbol: ts.Symbol, module: ts.Node): string | undefined {
    const { checker } = this.#project;
    const moduleSymbol = checker.getSymbolAtLocation(module);
    // A file without imports and exports is a script: what it declares is global.
    return moduleSymbol && this.#exportsOf(moduleSymbol).get(symbol);
  }

  /** The name under which each thing leaves a module: its own if it can, else the first in order. */
  #exportsOf(module: ts.Symbol): Map<ts.Symbol, string> {
    const known = this.#exports.get(module);
    if (known !== undefined) return known;
    const names = new Map<ts.Symbol, string>();
    const exported = this.#project.checker.getExportsOfModule(module);
    for (const one of [...exported].sort((a, b) => compareText(a.name, b.name))) {
      const target = this.#target(one);
      if (!names.has(target) || one.name === target.name) names.set(target, one.name);
    }
    this.#exports.set(module, names);
    return names;
  }

  /** The import by which the project knows a package's type, if it imports it anywhere. */
  #imported(symbol: ts.Symbol): { package: string; exportName: string } | undefined {
    if (this.#packages === undefined) {
      this.#packages = new Map();
      for (const [specifier, module] of importedModules(this.#project)) {
        for (const [target, exportName] of this.#exportsOf(module)) {
          if (!this.#packages.has(target)) {
            this.#packages.set(target, { package: specifier, exportName });
          }
        }
      }
    }
    return this.#packages.get(symbol);
  }

  #target(symbol: ts.Symbol): ts.Symbol {
    if ((symbol.flags & ts.SymbolFlags.Alias) === 0) return symbol;
    return this.#project.checker.getAliasedSymbol(symbol);
  }
}

function kindOf(declaration: ts.Declaration): TypeOrigin["kind"] {
  if (ts.isTypeAliasDeclaration(declaration)) return "alias";
  if (ts.isEnumDeclaration(declaration)) return "enum";
  return ts.isClassLike(declaration) ? "class" : "interface";
}

/** The name with its namespaces; a type inside a function adds its line, as others may be called so too. */
function qualifiedName(symbol: ts.Symbol, declaration: ts.Declaration): string {
  const names = [symbol.name];
  for (let at: ts.Node = declaration.parent; !ts.isSourceFile(at); at = at.parent) {
    if (ts.isModuleDeclaration(at) && ts.isIdentifier(at.name)) names.unshift(at.name.text);
    if (ts.isFunctionLike(at) || ts.isClassLike(at)) {
      const source = declaration.getSourceFile();
      const { line } = source.getLineAndCharacterOfPosition(declaration.getStart(source));
      return `${names.join(".")}@${line + 1}`;
    }
  }
  return names.join(".");
}

/** The `"name"` of the `declare module "name"` around a declaration. */
function ambientModule(declaration: ts.Declaration): ts.StringLiteral | undefined {
  const module = ts.findAncestor(
    declaration,
    (at): at is ts.ModuleDeclaration => ts.isModuleDeclaration(at) && ts.isStringLiteral(at.name),
  );
  return module && ts.isStringLiteral(module.name) ? module.name : undefined;
}

/** The path of a file of a package, beginning with the package's name. */
function packagePath(fileName: string): string {
  const folder = "/node_modules/";
  const at = fileName.lastIndexOf(folder);
  return at === -1 ? path.posix.basename(fileName) : fileName.slice(at + folder.length);
}
