import type { TypeId } from "../../model.ts";
import { unlike } from "../identifiers.ts";
import type { TypeGraph } from "../type-graph.ts";

/** Names of things in an AsyncAPI document: made of `A-Za-z0-9._-`, each given once. */
export class DocumentNames {
  // What every object in JavaScript has is taken: as keys such names mislead the tools that read them.
  readonly #taken = new Set(Object.getOwnPropertyNames(Object.prototype));

  /** A name like this one that nothing else has. */
  claim(wanted: string): string {
    // Letters of other scripts become their numbers, so that different names stay different.
    const plain = wanted.replace(
      /[^A-Za-z0-9._-]/gu,
      (character) => `_${(character.codePointAt(0) ?? 0).toString(16)}`,
    );
    const name = unlike(plain || "_", (candidate) => this.#taken.has(candidate));
    this.#taken.add(name);
    return name;
  }
}

/** What named types are called among the schemas of a document. */
export class TypeNames {
  readonly #names = new Map<TypeId, string>();

  constructor(graph: TypeGraph) {
    const names = new DocumentNames();
    for (const [id, { name }] of graph.all) this.#names.set(id, names.claim(name));
  }

  of(id: TypeId): string {
    const name = this.#names.get(id);
    if (name === undefined) throw new Error(`"${id}" is no type of the contract`);
    return name;
  }
}
