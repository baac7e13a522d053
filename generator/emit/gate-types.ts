import type { NamedType, TypeId, TypeModel } from "../model.ts";
import { literal } from "./escape-text.ts";
import { isIdentifier, unlike, valueKey } from "./identifiers.ts";
import { indent } from "./layout.ts";
import type { TypeGraph } from "./type-graph.ts";
import { declarationText, typeText } from "./type-text.ts";
import type { Naming } from "./type-text.ts";

/** What the gate client itself declares or relies on. */
const usedNames = (
  "GateClient GateCallOptions GateTransport Pushes PushTopic " +
  "Array BigInt Date Error Map Math Object Partial Promise Record " +
  "String Uint8Array Convert Json undefined NaN Infinity globalThis " +
  "atob btoa methods fields list tuple variant pushReaders " +
  "toDate toBigint toBytes fromBytes"
).split(" ");

/**
 * The names of all types in the gate client.
 *
 * @param reserved - Names of the client's classes.
 */
export function nameGateTypes(
  types: readonly [TypeId, NamedType][],
  reserved: Iterable<string>,
): Map<TypeId, string> {
  const names = new Map<TypeId, string>();
  const taken = new Set([...usedNames, ...reserved]);
  const isTaken = (name: string): boolean => taken.has(name) || !isIdentifier(name);
  for (const [id, { name }] of types) {
    const local = unlike(name, isTaken);
    taken.add(local);
    names.set(id, local);
  }
  return names;
}

/** User types as the gate client declares them: copies, so that no server file is needed. */
export class GateTypes {
  readonly #graph: TypeGraph;
  readonly #names: ReadonlyMap<TypeId, string>;
  /** A copied enum is a union of values. */
  readonly #naming: Naming = { name: (id) => this.name(id), member: () => undefined };

  /** @param names - By {@link nameGateTypes}. */
  constructor(graph: TypeGraph, names: ReadonlyMap<TypeId, string>) {
    this.#graph = graph;
    this.#names = names;
  }

  /** A type as text. */
  text(type: TypeModel): string {
    return typeText(type, this.#naming);
  }

  /** What a named type is called. */
  name(id: TypeId): string {
    const local = this.#names.get(id);
    if (local === undefined) throw new Error(`"${id}" has no name in the gate client`);
    return local;
  }

  /** The declaration of a type. */
  declaration(id: TypeId): string {
    const { type, doc, origin, constraints } = this.#graph.get(id);
    const name = this.name(id);
    const declaration = declarationText({ name, type, doc, constraints }, this.#naming);
    if (origin.members === undefined) return declaration;
    // An enum's members by name; a declared enum would be code that type stripping can't remove.
    const members = origin.members.map(
      ({ name: member, value }) => `${valueKey(member)}: ${literal(value)},`,
    );
    return `${declaration}\nexport const ${name} = {\n${indent(members.join("\n"))}\n} as const;`;
  }
}
