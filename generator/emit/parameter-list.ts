import { constraintLines } from "../constraints.ts";
import type { Constraints, HandlerModel, ParameterModel, TypeModel } from "../model.ts";
import { isIdentifier, unlike } from "./identifiers.ts";

/** A parameter as emitted signatures and calls have it. */
export interface Parameter {
  /** Usable as an identifier, unlike all others of the signature. */
  name: string;
  type: TypeModel | "session";
  /** Written with `?`: no required parameter follows. */
  omittable: boolean;
  /** Has a default or `?` in the source, but a required parameter follows. */
  undefinable: boolean;
  rest: boolean;
  constraints?: Constraints;
  doc?: readonly string[];
}

/**
 * The parameters of a handler, the session included.
 *
 * @param reserved - Names that the emitted signature needs for itself.
 */
export function parameterList(
  handler: HandlerModel,
  reserved: readonly string[] = [],
): Parameter[] {
  const taken = new Set(reserved);
  const claim = (wanted: string, index: number): string => {
    // A destructured parameter has no name to keep.
    const name = isIdentifier(wanted) ? wanted : `arg${index + 1}`;
    const free = unlike(name, (candidate) => taken.has(candidate));
    taken.add(free);
    return free;
  };
  const list: Parameter[] = [];
  if (handler.session) {
    const name = claim("session", 0);
    list.push({ name, type: "session", omittable: false, undefinable: false, rest: false });
  }
  const lastRequired = handler.parameters.findLastIndex(isRequired);
  for (const [index, parameter] of handler.parameters.entries()) {
    const optional = parameter.optional && !parameter.rest;
    list.push({
      name: claim(parameter.name, list.length),
      type: parameter.type,
      omittable: optional && index > lastRequired,
      undefinable: optional && index < lastRequired,
      rest: parameter.rest,
      ...(parameter.constraints === undefined ? {} : { constraints: parameter.constraints }),
      ...(parameter.doc === undefined ? {} : { doc: parameter.doc }),
    });
  }
  return list;
}

/** The text between the parentheses of a signature. */
export function parameterText(
  parameters: readonly Parameter[],
  text: (type: TypeModel | "session") => string,
): string {
  return parameters
    .map(({ name, type, omittable, undefinable, rest }) => {
      const suffix = undefinable ? " | undefined" : "";
      return `${rest ? "..." : ""}${name}${omittable ? "?" : ""}: ${text(type)}${suffix}`;
    })
    .join(", ");
}

const CONDITIONAL =
  "Registered only on a condition: where that does not hold, callers get `unimplemented`.";

/**
 * The lines of a handler's documentation, with what callers of a conditional one have to know, and with those parameters of which there is something to say:
 * `@param name - Who it is (minLength 3)`.
 */
export function handlerDoc(
  { doc: written, presence }: Pick<HandlerModel, "doc" | "presence">,
  parameters: readonly Parameter[],
): string[] {
  const doc =
    presence === "always"
      ? written
      : [...written, ...(written.length === 0 ? [] : [""]), CONDITIONAL];
  const said = parameters.flatMap(({ name, doc: lines = [], constraints }) => {
    const demands = constraintLines(constraints).map((line) => line.slice(1));
    const words = [...lines, ...(demands.length === 0 ? [] : [`(${demands.join(", ")})`])];
    return words.length === 0 ? [] : [`@param ${name} - ${words.join(" ")}`];
  });
  return said.length === 0 || doc.length === 0 ? [...doc, ...said] : [...doc, "", ...said];
}

/** The text between the brackets of the list of arguments. */
export function argumentText(parameters: readonly Parameter[]): string {
  return parameters.map(({ name, rest }) => (rest ? `...${name}` : name)).join(", ");
}

function isRequired(parameter: ParameterModel): boolean {
  return !parameter.optional && !parameter.rest;
}
