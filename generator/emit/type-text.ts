import { constraintLines } from "../constraints.ts";
import type { Constraints, PropertyModel, TypeId, TypeModel } from "../model.ts";
import { docComment, literal } from "./escape-text.ts";
import { isIdentifierName, typeKey } from "./identifiers.ts";
import { indent, layOut } from "./layout.ts";

/** What named types are called where the text will stand. */
export interface Naming {
  name(id: TypeId): string;
  /** A member of an enum as a type; `undefined` where only its value is known. */
  member(id: TypeId, member: string): string | undefined;
}

/** A type as TypeScript. Names are printed as `naming` gives them, all else is expanded. */
export function typeText(type: TypeModel, naming: Naming): string {
  switch (type.kind) {
    case "date":
      return "Date";
    case "bytes":
      return "Uint8Array";
    case "literal": {
      const member = type.member && naming.member(type.member.of, type.member.name);
      return member ?? literal(type.value);
    }
    case "template":
      return oneLine(type.text);
    case "array":
      return `${type.readonly ? "readonly " : ""}${element(type.of, naming)}[]`;
    case "tuple":
      return tupleText(type, naming);
    case "record": {
      // An alias may mention itself in an index signature, but not as an argument of Record.
      if (type.key.kind === "string" && !type.partial) {
        return `{ [key: string]: ${typeText(type.value, naming)} }`;
      }
      const record = `Record<${typeText(type.key, naming)}, ${typeText(type.value, naming)}>`;
      return type.partial ? `Partial<${record}>` : record;
    }
    case "object":
      return objectText(type, naming);
    case "union":
      return type.of.map((member) => typeText(member, naming)).join(" | ");
    case "branded":
      return type.text.replaceAll("\0", "");
    case "ref":
      return naming.name(type.id);
    case "bad":
      throw new Error(`${type.path} can't be emitted: ${type.reason}`);
    default:
      return type.kind;
  }
}

/** What a declaration of a named type says. */
export interface Declaration {
  name: string;
  type: TypeModel;
  doc: readonly string[];
  constraints?: Constraints | undefined;
}

/** `export interface …` for objects, `export type …` for all others, with documentation. */
export function declarationText(declaration: Declaration, naming: Naming): string {
  const { name, type, doc, constraints } = declaration;
  const comment = docComment([...doc, ...constraintLines(constraints)]).map((line) => `${line}\n`);
  if (type.kind !== "object") {
    return `${comment.join("")}export type ${name} =${aliasText(type, naming)};`;
  }
  const members = type.properties.flatMap((property) => [
    ...docComment([...property.doc, ...constraintLines(property.constraints)]),
    `${propertyText(property, naming)};`,
  ]);
  if (type.index !== undefined) members.push(`${indexText(type.index, naming)};`);
  const body = members.length === 0 ? "{}" : `{\n${indent(members.join("\n"))}\n}`;
  return `${comment.join("")}export interface ${name} ${body}`;
}

/** What an alias stands for; the members of a long union get a line each. */
function aliasText(type: TypeModel, naming: Naming): string {
  const text = typeText(type, naming);
  if (type.kind !== "union" || text.length <= 80) return ` ${text}`;
  const members = type.of.map((member) => `| ${typeText(member, naming)}`);
  return `\n${indent(members.join("\n"))}`;
}

/** An element type that brackets may follow. */
function element(type: TypeModel, naming: Naming): string {
  const text = typeText(type, naming);
  const binds =
    (type.kind === "union" && type.of.length > 1) ||
    type.kind === "branded" ||
    ((type.kind === "array" || type.kind === "tuple") && type.readonly);
  return binds ? `(${text})` : text;
}

function tupleText(type: Extract<TypeModel, { kind: "tuple" }>, naming: Naming): string {
  // Before TypeScript 5.2 either all elements have names or none.
  const named = type.items.every(
    ({ name }) => name !== undefined && isIdentifierName(name) && name !== "rest",
  );
  const items = type.items.map(({ name, type: item, optional }) => {
    const mark = optional ? "?" : "";
    if (named) return `${name}${mark}: ${typeText(item, naming)}`;
    return optional ? `${element(item, naming)}?` : typeText(item, naming);
  });
  if (type.rest !== undefined) {
    const label = named && items.length > 0 ? "rest: " : "";
    items.push(`...${label}${element(type.rest, naming)}[]`);
  }
  return `${type.readonly ? "readonly " : ""}${layOut({ open: "[", items, close: "]", separator: "," })}`;
}

function objectText(type: Extract<TypeModel, { kind: "object" }>, naming: Naming): string {
  const items = type.properties.map((property) => propertyText(property, naming));
  if (type.index !== undefined) items.push(indexText(type.index, naming));
  return layOut({ open: "{", items, close: "}", separator: ";", padded: true });
}

function propertyText(property: PropertyModel, naming: Naming): string {
  const access = property.readonly ? "readonly " : "";
  const mark = property.optional ? "?" : "";
  return `${access}${typeKey(property.name)}${mark}: ${typeText(property.type, naming)}`;
}

function indexText(value: TypeModel, naming: Naming): string {
  return `[key: string]: ${typeText(value, naming)}`;
}

/** A template literal type says the same with its line breaks escaped. */
function oneLine(template: string): string {
  return template
    .replaceAll("\r\n", "\\n")
    .replaceAll("\n", "\\n")
    .replaceAll("\r", "\\n")
    .replaceAll("\0", "\\x00");
}
