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
  const names = new Map<TypeId, string>();
  const byExport = new Map<string, string>();
  /** All names that are taken, and whether by a type. */
  const taken = new Map([...reserved].map((name) => [name, false]));
  const isTaken = (name: string): boolean => taken.has(name) || !isIdentifier(name);
  const claim = (named: NamedType, wanted: string): string => {
    // Many files may export a `Page`: as much of the path as is needed tells them apart.
    let full = wanted;
    let prefix = "";
    for (const word of taken.get(wanted) === true ? originWords(named) : []) {
      prefix = word + prefix;
      full = prefix + upperFirst(wanted);
      if (taken.get(full) !== true) break;
    }
    const local = unlike(full, isTaken);
    taken.set(local, true);
    byExport.set(exportKey(named), local);
    return local;
  };
  const instances: [TypeId, NamedType][] = [];
  // Names of the contract are unique, so these come first and mostly stay as they are.
  for (const [id, named] of types) {
    if (isInstance(named)) instances.push([id, named]);
    else names.set(id, byExport.get(exportKey(named)) ?? claim(named, named.name));
  }
  for (const [id, named] of instances) {
    names.set(id, byExport.get(exportKey(named)) ?? claim(named, genericName(named)));
  }
  return names;
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

function genericName(named: NamedType): string {
  const { name, origin } = named;
  const { exportName } = origin;
  if (exportName !== undefined && exportName !== "default" && isIdentifier(exportName))
    return exportName;
  // An anonymous default export is called after its file.
  return (originWords(named)[0] ?? "") || name;
}

const words = new WeakMap<NamedType, readonly string[]>();

/** The path of the file or package that declares a type, from the name inwards, as words for names. */
function originWords(named: NamedType): readonly string[] {
  let known = words.get(named);
  if (known === undefined) {
    const { from } = named.origin;
    const steps = ("package" in from ? from.package : from.file).split("/").reverse();
    known = steps.map((step) => pascalCase(step.replace(/\..*$/, "")));
    words.set(named, known);
  }
  return known;
}
