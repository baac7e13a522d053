import { isNumeric, implies, satisfies } from "./demands.ts";
import { listForm, mayLack, objectForm, type Element, type ObjectForm } from "./forms.ts";
import { groupOf, type Member, type Typed, type TypeTable, type Values } from "./values.ts";

/** Whose types are compared, and what becomes of keys that the receiver doesn't know. */
export interface Sides {
  readonly sent: TypeTable;
  readonly received: TypeTable;
  readonly strict: boolean;
}

/** Whether an object takes a key that it has no property for. */
export function keyFits(name: string, { index }: ObjectForm, table: TypeTable): boolean {
  if (index === undefined) return false;
  const { anyText, texts, templates, anyNumber, numbers } = table.valuesOf(index.key);
  return (
    (anyText !== undefined && satisfies(name, anyText)) ||
    texts.has(name) ||
    templates.some(({ pattern }) => new RegExp(pattern, "u").test(name)) ||
    (isNumeric(name) && (anyNumber !== undefined || numbers.has(Number(name))))
  );
}

/**
 * Whether a receiver that checks for one type takes all values of another, as generated schemas do. Errs
 * on the side of no where only a proof by cases would show it.
 */
export class Fitting {
  readonly #sides: Sides;
  /**
   * What is known of pairs. While a pair is being compared it counts as fitting, since what contains itself
   * fits if the rest does.
   */
  readonly #known = new Map<Member["type"], Map<Member["type"], boolean>>();
  /** Pairs that count as fitting, in the order in which they began to. */
  readonly #trail: (readonly [sent: Member["type"], received: Member["type"]])[] = [];

  constructor(sides: Sides) {
    this.#sides = sides;
  }

  fits(sent: Typed, received: Typed): boolean {
    return this.valuesFit(this.#sides.sent.valuesOf(sent), this.#sides.received.valuesOf(received));
  }

  /** The same for a member of a union. */
  memberFits(sent: Member, received: Values): boolean {
    if (received.unknown) return true;
    return received.members.some((member) => this.#wholeFits(sent, member));
  }

  /** The same for values. */
  valuesFit(sent: Values, received: Values): boolean {
    if (received.unknown) return true;
    if (sent.unknown) return false;
    return (
      (!sent.null || received.null) &&
      (!sent.undefined || received.undefined) &&
      [...sent.booleans].every((value) => received.booleans.has(value)) &&
      textsFit(sent, received) &&
      numbersFit(sent, received) &&
      sent.members.every((member) => this.memberFits(member, received))
    );
  }

  #wholeFits(sent: Member, received: Member): boolean {
    const group = groupOf(sent.type);
    if (group !== groupOf(received.type)) return false;
    if (group !== "list" && group !== "object") return true;
    if (group === "list" && !implies(sent.constraints, received.constraints)) return false;
    const known = this.#known.get(sent.type) ?? new Map<Member["type"], boolean>();
    this.#known.set(sent.type, known);
    const before = known.get(received.type);
    if (before !== undefined) return before;
    known.set(received.type, true);
    const start = this.#trail.push([sent.type, received.type]) - 1;
    const result =
      group === "list" ? this.#listFits(sent, received) : this.#objectFits(sent, received);
    if (!result) {
      // What was found on the way may rest on this pair.
      for (const [from, to] of this.#trail.splice(start)) this.#known.get(from)?.delete(to);
      known.set(received.type, false);
    }
    return result;
  }

  #listFits(sent: Member, received: Member): boolean {
    const [from, to] = [listForm(sent.type), listForm(received.type)];
    const count = Math.max(from.items.length, to.items.length);
    const follows = (rest: Typed | undefined): Element | undefined =>
      rest && { ...rest, optional: true };
    for (let index = 0; index < count; index++) {
      const item = from.items[index] ?? follows(from.rest);
      const place = to.items[index] ?? follows(to.rest);
      if (place === undefined) return false;
      if (item === undefined || item.optional) {
        if (!mayLack(place, this.#sides.received)) return false;
      }
      if (item !== undefined && !this.#elementFits(item, place)) return false;
    }
    if (from.rest === undefined) return true;
    return to.rest !== undefined && this.fits(from.rest, to.rest);
  }

  #objectFits(sent: Member, received: Member): boolean {
    const from = objectForm(sent.type, this.#sides.sent);
    const to = objectForm(received.type, this.#sides.received);
    for (const [name, place] of to.properties) {
      const property = from.properties.get(name);
      if (property === undefined || mayLack(property, this.#sides.sent)) {
        if (!mayLack(place, this.#sides.received)) return false;
      }
      if (property !== undefined && !this.#elementFits(property, place)) return false;
      if (property === undefined && from.index !== undefined) {
        if (!this.fits(from.index.value, place)) return false;
      }
    }
    for (const [name, property] of from.properties) {
      if (to.properties.has(name)) continue;
      if (to.index === undefined) {
        if (this.#sides.strict) return false;
      } else if (!keyFits(name, to, this.#sides.received)) {
        return false;
      } else if (!this.fits(property, to.index.value)) return false;
    }
    if (from.index === undefined) return true;
    if (to.index === undefined) return !this.#sides.strict;
    return this.#keysFit(from, to) && this.fits(from.index.value, to.index.value);
  }

  /** What may be left out may also be sent as `undefined`. */
  #elementFits(sent: Element, received: Element): boolean {
    const from = this.#sides.sent.valuesOf(sent);
    const to = this.#sides.received.valuesOf(received);
    return this.valuesFit(from, received.optional ? { ...to, undefined: true } : to);
  }

  #keysFit(from: ObjectForm, to: ObjectForm): boolean {
    if (from.index === undefined || to.index === undefined) return false;
    const keys = this.#sides.received.valuesOf(to.index.key);
    // Every number is a text where it is a key.
    if (keys.anyText !== undefined && implies({}, keys.anyText)) return true;
    return this.fits(from.index.key, to.index.key);
  }
}

function textsFit(sent: Values, received: Values): boolean {
  const { anyText, texts, templates } = received;
  if (sent.anyText !== undefined) {
    if (anyText === undefined || !implies(sent.anyText, anyText)) return false;
  }
  const isKnown = (text: string): boolean =>
    texts.has(text) ||
    (anyText !== undefined && satisfies(text, anyText)) ||
    templates.some(({ pattern }) => new RegExp(pattern, "u").test(text));
  return (
    [...sent.texts].every(isKnown) &&
    sent.templates.every(
      ({ pattern }) =>
        templates.some((template) => template.pattern === pattern) ||
        (anyText !== undefined && implies({}, anyText)),
    )
  );
}

function numbersFit(sent: Values, received: Values): boolean {
  const { anyNumber, numbers, members } = received;
  if (sent.anyNumber !== undefined) {
    if (anyNumber === undefined || !implies(sent.anyNumber, anyNumber)) return false;
  }
  return [...sent.numbers].every(
    (number) =>
      numbers.has(number) ||
      (anyNumber !== undefined && satisfies(number, anyNumber)) ||
      // Go's integers travel so.
      (Number.isSafeInteger(number) && members.some(({ type }) => type.kind === "bigint")),
  );
}
