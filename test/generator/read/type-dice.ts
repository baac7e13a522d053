import type { PropertyModel, TypeModel } from "../../../generator/model.ts";
import { unionOf } from "../../../generator/read/types/type-key.ts";

/** Makes types by the dice, the same ones for the same seed. */
export class TypeDice {
  #state: number;

  constructor(seed: number) {
    this.#state = seed;
  }

  /** A type with at most `depth` types around each other. */
  type(depth: number): TypeModel {
    const roll = this.#roll(depth === 0 ? 9 : 16);
    switch (roll) {
      case 0:
      case 1:
        return { kind: "string" };
      case 2:
        return { kind: "number" };
      case 3:
        return { kind: "boolean" };
      case 4:
        return { kind: "date" };
      case 5:
        return { kind: "bytes" };
      case 6:
        return { kind: "bigint" };
      case 7:
        return this.#literal();
      case 8:
        return { kind: "null" };
      case 9:
      case 10:
        return { kind: "array", of: this.type(depth - 1), readonly: this.#chance(4) };
      case 11:
        return this.#tuple(depth - 1);
      case 12:
        return this.#record(depth - 1);
      case 13:
        return this.#union(depth - 1);
      default:
        return this.#object(depth - 1);
    }
  }

  #literal(): TypeModel {
    const texts = ["", "a", "b c", "`${x}`", "\n", "*/", "ключ", '"', "\\", "__proto__"];
    const text = texts[this.#roll(texts.length)] ?? "";
    const values = [text, this.#roll(100), -this.#roll(9) - 1, 0.5, this.#chance(2)];
    return { kind: "literal", value: values[this.#roll(values.length)] ?? 0 };
  }

  #tuple(depth: number): TypeModel {
    const required = this.#roll(3);
    const named = this.#chance(2);
    const items = Array.from({ length: required + this.#roll(2) }, (_, index) => ({
      type: this.type(depth),
      optional: index >= required,
      ...(named ? { name: `n${index}` } : {}),
    }));
    // TypeScript wants a name for the rest as well if the others have one; `[...T[]]` is `T[]`.
    const rest = !named && items.length > 0 && this.#chance(3) ? { rest: this.type(depth) } : {};
    return { kind: "tuple", items, readonly: this.#chance(4), ...rest };
  }

  #record(depth: number): TypeModel {
    const keys: TypeModel[] = [
      { kind: "string" },
      { kind: "number" },
      unionOf([
        { kind: "literal", value: "x" },
        { kind: "literal", value: "y z" },
      ]),
    ];
    const key = keys[this.#roll(keys.length)] ?? { kind: "string" };
    return {
      kind: "record",
      key,
      value: this.type(depth),
      partial: key.kind === "union" && this.#chance(2),
    };
  }

  #object(depth: number): TypeModel {
    const names = ["id", "odd name", "名前", "constructor", "a1", "0"].filter(() =>
      this.#chance(2),
    );
    const properties = names.map((name): PropertyModel => ({
      name,
      type: this.type(depth),
      optional: this.#chance(3),
      readonly: this.#chance(4),
      doc: [],
    }));
    return { kind: "object", properties };
  }

  #union(depth: number): TypeModel {
    const members = Array.from({ length: 2 + this.#roll(3) }, () => this.type(depth));
    const flat = members.flatMap((member) => (member.kind === "union" ? member.of : [member]));
    const kinds = new Set<string>(flat.map(({ kind }) => kind));
    // What another member includes, the compiler takes away.
    const distinct = flat.filter(
      (member) => member.kind !== "literal" || !kinds.has(typeof member.value),
    );
    const booleans = distinct.filter(
      (member) => member.kind === "literal" && typeof member.value === "boolean",
    );
    const rest = distinct.filter((member) => !booleans.includes(member));
    if (booleans.length > 0) rest.push({ kind: "boolean" });
    return unionOf(rest);
  }

  #chance(oneIn: number): boolean {
    return this.#roll(oneIn) === 0;
  }

  /** mulberry32: a whole number below `sides`. */
  #roll(sides: number): number {
    this.#state = (this.#state + 0x6d2b79f5) | 0;
    let bits = Math.imul(this.#state ^ (this.#state >>> 15), 1 | this.#state);
    bits = (bits + Math.imul(bits ^ (bits >>> 7), 61 | bits)) ^ bits;
    return ((bits ^ (bits >>> 14)) >>> 0) % sides;
  }
}
