import { typeText } from "../emit/type-text.ts";
import type { TypeModel } from "../model.ts";
import type { Group, Member, TypeTable, Values } from "./values.ts";

/** How much of a type is shown, in characters. */
const MAX_WIDTH = 60;

/** A type as TypeScript, on one line and not too long. */
export function shownType(type: TypeModel, table: TypeTable): string {
  const text = typeText(type, { name: (id) => table.get(id).name, member: () => undefined });
  return shortened(text.replace(/\s*\n\s*/g, " "));
}

/** A member of a union by its name, if it has one. */
export function shownMember({ type, name }: Member, table: TypeTable): string {
  return shownType(name === undefined ? type : { kind: "ref", id: name }, table);
}

/** The texts or numbers that a type has. */
export function shownLiterals(values: Values, group: Group): string {
  const { anyText, texts, templates, anyNumber, numbers, booleans } = values;
  const shown = {
    text: [
      ...(anyText === undefined ? [...texts].map(quoted) : ["string"]),
      ...templates.map(({ text }) => text),
    ],
    number: anyNumber === undefined ? [...numbers].map(String) : ["number"],
    boolean: booleans.size === 2 ? ["boolean"] : [...booleans].map(String),
  };
  return shortened((group in shown ? shown[group as keyof typeof shown] : []).join(" | "));
}

export function quoted(value: string | number | boolean): string {
  return JSON.stringify(value);
}

function shortened(text: string): string {
  return text.length > MAX_WIDTH ? `${text.slice(0, MAX_WIDTH)}…` : text;
}
