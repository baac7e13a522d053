import { unlike } from "../identifiers.ts";

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
