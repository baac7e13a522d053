import { isSameList } from "../same-list.ts";
import type { EmitOptions } from "./emit-context.ts";
import type { TypeUses } from "./type-uses.ts";

/** Something that was made of some inputs. */
interface KeptPart {
  readonly inputs: readonly unknown[];
  readonly made: unknown;
  /** The last run that needed it. */
  run: number;
}

/**
 * Parts of the output that one run leaves to the next in the same process. A part is taken over if all that it is
 * made of is the same: contracts of successive runs share the objects that have not changed.
 */
export class KeptParts {
  /** Which types modules and types needed in the last run. */
  uses: TypeUses | undefined;
  /** By what they are, and what they were made for. */
  readonly #parts = new Map<string, Map<object, KeptPart>>();
  #options = "";
  #run = 0;

  /** Begins a run; what the last one did not need is forgotten. */
  begin(options: EmitOptions): void {
    const text = JSON.stringify(options);
    const isOther = text !== this.#options;
    this.#options = text;
    for (const parts of this.#parts.values()) {
      for (const [user, { run }] of parts) if (isOther || run !== this.#run) parts.delete(user);
    }
    this.#run++;
  }

  /**
   * What `make` gives for these inputs and the options.
   *
   * @param what - Which part of the output it is; its type is always the same.
   * @param user - What it is made for, such as a module: one of the inputs.
   * @param inputs - All else that it depends on, compared by identity.
   */
  of<T>(what: string, user: object, inputs: readonly unknown[], make: () => T): T {
    let parts = this.#parts.get(what);
    if (parts === undefined) {
      parts = new Map<object, KeptPart>();
      this.#parts.set(what, parts);
    }
    let part = parts.get(user);
    if (part === undefined || !isSameList(part.inputs, inputs)) {
      part = { inputs, made: make(), run: 0 };
      parts.set(user, part);
    }
    part.run = this.#run;
    return part.made as T; // `what` stands for the type.
  }
}
