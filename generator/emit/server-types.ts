import type { NamedType, TypeId, TypeModel } from "../model.ts";
import { literal } from "./escape-text.ts";
import { isIdentifier, isIdentifierName, pascalCase, unlike, upperFirst } from "./identifiers.ts";
import type { ImportList } from "./import-list.ts";
import { importPath } from "./import-path.ts";
import type { ImportStyle } from "./import-path.ts";
import type { TypeGraph } from "./type-graph.ts";
import { typeText } from "./type-text.ts";
import type { Naming } from "./type-text.ts";

/** The file that declares what the sources don't export, as other emitted files import it. */
export const REGISTRY_MODULE = "./registry.js";

/**
 * User types in emitted server code: exported ones are imported from where they are declared, the others
 * from the registry, which declares them. A type has the same local name in all files.
 */
export class ServerTypes {
  readonly #graph: TypeGraph;
  readonly #imports: ImportStyle;
  readonly #names: ReadonlyMap<TypeId, string>;
  /** How files are imported, of which each declares many types. */
  readonly #paths = new Map<string, string>();

  /** @param names - By {@link nameServerTypes}. */
  constructor(graph: TypeGraph, imports: ImportStyle, names: ReadonlyMap<TypeId, string>) {
    this.#graph = graph;
    this.#imports = imports;
    this.#names = names;
  }

  /** A type as text for a file, whose imports it completes. */
  text(type: TypeModel, imports: ImportList): string {
    return typeText(type, this.naming(imports));
  }

  /** How a file names types; the file's imports are completed on the way. */
  naming(imports: ImportList): Naming {
    return {
      name: (id) => this.name(id, imports),
      member: (id, member) => {
        // The registry declares what isn't exported, and as a union of values.
        if (this.#graph.get(id).origin.exportName === undefined) return undefined;
        const name = this.name(id, imports);
        return isIdentifierName(member)
          ? `${name}.${member}`
          : `(typeof ${name})[${literal(member)}]`;
      },
    };
  }

  /** A named type as text for a file, whose imports it completes. */
  name(id: TypeId, imports: ImportList): string {
    const named = this.#graph.get(id);
    const local = this.localName(id);
    const { exportName, from } = named.origin;
    if (exportName === undefined) return imports.type(REGISTRY_MODULE, local);
    const module = "package" in from ? from.package : this.#pathOf(from.file);
    imports.type(module, exportName, local);
    if (!isInstance(named)) return local;
    const args = named.origin.arguments.map((argument) => this.text(argument, imports));
    return `${local}<${args.join(", ")}>`;
  }

  #pathOf(file: string): string {
    let path = this.#paths.get(file);
    if (path === undefined) this.#paths.set(file, (path = importPath(file, this.#imports)));
    return path;
  }

  /** The name without type arguments. */
  localName(id: TypeId): string {
    const local = this.#names.get(id);
    if (local === undefined) throw new Error(`"${id}" has no local name`);
    return local;
  }
}

/**
 * The names of all types in server files, without type arguments: instances of a generic type share one.
 *
 * @param reserved - Names that emitted files declare or rely on.
 */
export function nameServerTypes(
  types: readonly [TypeId, NamedType][],
  reserved: ReadonlySet<string>,
): Map<TypeId, string> {
  const byExport = new Map<string, string>();
  const taken = new Set(reserved);
  const others = new Set<string>();
  const isTaken = (name: string): boolean => taken.has(name) || !isIdentifier(name);
  const claim = (named: NamedType, wanted: string): void => {
    const key = exportKey(named);
    if (byExport.has(key)) return;
    // Many files may export a `Page`: as much of the path as is needed tells them apart.
    let full = wanted;
    let prefix = "";
    for (const step of others.has(wanted) ? originSteps(named) : []) {
      prefix = pascalCase(step) + prefix;
      full = prefix + upperFirst(wanted);
      if (!others.has(full)) break;
    }
    const local = unlike(full, isTaken);
    taken.add(local);
    others.add(local);
    byExport.set(key, local);
  };
  // Names of the contract are unique, so these come first and mostly stay as they are.
  for (const [, named] of types) if (!isInstance(named)) claim(named, named.name);
  for (const [, named] of types) if (isInstance(named)) claim(named, genericName(named));
  return new Map(types.map(([id, named]) => [id, byExport.get(exportKey(named)) ?? named.name]));
}

/** Whether it is printed as a generic type with arguments. */
function isInstance({ origin }: NamedType): boolean {
  return origin.exportName !== undefined && origin.arguments.length > 0;
}

const exportKeys = new WeakMap<NamedType, string>();

/** What types have in common that are one export: made once, and one text, which maps find faster. */
function exportKey(named: NamedType): string {
  let key = exportKeys.get(named);
  if (key === undefined) exportKeys.set(named, (key = exportText(named)));
  return key;
}

function exportText({ name, origin: { from, exportName } }: NamedType): string {
  if (exportName === undefined) return `declared ${name}`;
  return "package" in from
    ? `package ${from.package}#${exportName}`
    : `file ${from.file}#${exportName}`;
}

function genericName({ name, origin }: NamedType): string {
  const { exportName } = origin;
  if (exportName !== undefined && exportName !== "default" && isIdentifier(exportName))
    return exportName;
  // An anonymous default export is called after its file.
  return pascalCase(originSteps({ origin })[0] ?? "") || name;
}

/** The path of the file or package that declares a type, from the name inwards, without endings. */
function originSteps({ origin: { from } }: Pick<NamedType, "origin">): string[] {
  const path = "package" in from ? from.package : from.file;
  return path
    .split("/")
    .reverse()
    .map((step) => step.replace(/\..*$/, ""));
}
