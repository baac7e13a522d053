import { literal } from "./escape-text.ts";
import { isIdentifierName } from "./identifiers.ts";
import { layOut } from "./layout.ts";

/** The imports of one emitted file: each name once, sorted, and only what is used. */
export class ImportList {
  readonly #self: string | undefined;
  readonly #types = new Map<string, Map<string, string>>();
  readonly #values = new Map<string, Map<string, string>>();
  readonly #whole = new Map<string, string>();
  readonly #wholeTypes = new Map<string, string>();

  /** @param self - The specifier by which others import this file: what it declares it doesn't import. */
  constructor(self?: string) {
    this.#self = self;
  }

  /** Imports a type and returns the name it has in this file. */
  type(module: string, name: string, local: string = name): string {
    return module === this.#self ? local : add(this.#types, module, name, local);
  }

  /** Imports a value and returns the name it has in this file. */
  value(module: string, name: string, local: string = name): string {
    return module === this.#self ? local : add(this.#values, module, name, local);
  }

  /** Imports a whole module under one name. */
  all(module: string, local: string): void {
    this.#whole.set(module, local);
  }

  /** Imports all types of a module under one name. */
  allTypes(module: string, local: string): void {
    this.#wholeTypes.set(module, local);
  }

  /** Imports all that another list does, which belongs to a part of the same file. */
  include(other: ImportList): void {
    for (const [module, names] of other.#types) {
      for (const [name, local] of names) this.type(module, name, local);
    }
    for (const [module, names] of other.#values) {
      for (const [name, local] of names) this.value(module, name, local);
    }
    for (const [module, local] of other.#whole) this.all(module, local);
    for (const [module, local] of other.#wholeTypes) this.allTypes(module, local);
  }

  /** Statements, packages before files. */
  lines(): string[] {
    return [
      ...wholeStatements("import", this.#whole),
      ...wholeStatements("import type", this.#wholeTypes),
      ...statements("import", this.#values),
      ...statements("import type", this.#types),
    ]
      .toSorted(([a], [b]) => compareModules(a, b))
      .map(([, text]) => text);
  }
}

function add(
  imports: Map<string, Map<string, string>>,
  module: string,
  name: string,
  local: string,
): string {
  let names = imports.get(module);
  if (names === undefined) imports.set(module, (names = new Map<string, string>()));
  names.set(name, local);
  return local;
}

function wholeStatements(
  keyword: string,
  modules: ReadonlyMap<string, string>,
): [module: string, text: string][] {
  return [...modules].map(([module, local]) => [
    module,
    `${keyword} * as ${local} from ${literal(module)};`,
  ]);
}

function statements(
  keyword: string,
  imports: ReadonlyMap<string, ReadonlyMap<string, string>>,
): [module: string, text: string][] {
  return [...imports].map(([module, names]) => {
    const items = [...names]
      .toSorted(([a], [b]) => compare(a, b))
      .map(([name, local]) => {
        if (name === local) return name;
        return `${isIdentifierName(name) ? name : literal(name)} as ${local}`;
      });
    const list = layOut({ open: `${keyword} {`, items, close: "}", separator: ",", padded: true });
    return [module, `${list} from ${literal(module)};`];
  });
}

function compareModules(a: string, b: string): number {
  const isFile = (module: string) => (module.startsWith(".") ? 1 : 0);
  return isFile(a) - isFile(b) || compare(a, b);
}

/** By code unit, as the contract is sorted: the order must not depend on a locale. */
function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
