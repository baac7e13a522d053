/** Something that was made of some inputs. */
interface KeptPart {
  readonly inputs: readonly unknown[];
  readonly made: unknown;
}

/**
 * Parts of the output that one run leaves to the next in the same process. A part is taken over if all that it is
 * made of is the same: contracts of successive runs share the objects that have not changed.
 */
export class KeptParts {
  #before: ReadonlyMap<string, KeptPart> = new Map();
  #now = new Map<string, KeptPart>();

  /** Begins a run; what the last one did not need is forgotten. */
  begin(): void {
    this.#before = this.#now;
    this.#now = new Map();
  }

  /**
   * What `make` gives for these inputs.
   *
   * @param key - What is made, and for which part of the output; its type is always the same.
   * @param inputs - All that it depends on, compared by identity.
   */
  of<T>(key: string, inputs: readonly unknown[], make: () => T): T {
    const before = this.#before.get(key);
    if (before !== undefined && isSameList(before.inputs, inputs)) {
      this.#now.set(key, before);
      return before.made as T; // The key stands for the type.
    }
    const made = make();
    this.#now.set(key, { inputs, made });
    return made;
  }
}

function isSameList(one: readonly unknown[], other: readonly unknown[]): boolean {
  return one.length === other.length && one.every((item, index) => item === other[index]);
}
