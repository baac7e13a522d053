import { ts } from "./compiler/compiler.ts";
import type { ParameterModel, TypeModel } from "../model.ts";
import type { DiagnosticList } from "./diagnostic-list.ts";
import type { NamedHandler } from "./read-handler.ts";
import { elementNode } from "./types/read-list.ts";
import { type Spot, spotOf, type Subject } from "./read-spot.ts";
import { parameterDoc } from "./read-doc.ts";
import { readConstraints } from "./types/read-constraints.ts";
import type { TypeReader } from "./types/type-reader.ts";

/** A handler's parameters: whether it begins with the session, and the others. */
export interface Parameters {
  readonly session: boolean;
  readonly rest: ParameterModel[];
}

/** Reads parameters; `undefined` if one of them has no usable declaration. */
export function readParameters(
  reader: TypeReader,
  diagnostics: DiagnosticList,
  signature: ts.Signature,
  { moduleType, name, handler, registeredAt }: NamedHandler,
): Parameters | undefined {
  const { checker, mqant } = reader.project;
  const slots = signature
    .getParameters()
    .flatMap((symbol, index) => slotsOf(checker, symbol, index, handler.declaration));
  const [first] = slots;
  const session = first !== undefined && mqant.declares(first.type.symbol, "Session");
  const others = session ? slots.slice(1) : slots;
  const untyped = others.filter(isUntyped);
  for (const slot of untyped) {
    diagnostics.error(
      "MQ1021",
      slot.node,
      `parameter ${slot.name} of the handler of ${JSON.stringify(name)} has no type of its own`,
      {
        hint: `annotate it, for example (${slot.name}: MoveRequest)`,
        related: [{ message: "registered here", node: registeredAt }],
      },
    );
  }
  if (untyped.length > 0) return undefined;
  const subject: Subject = { show: (path) => `${moduleType}.${name}(${path})`, inferred: false };
  const rest = others.map((slot): ParameterModel => {
    const spot = spotOf(subject, slot.name, slot.node);
    const type = readSlot(reader, slot, spot);
    const constraints = readConstraints(reader, slot.declaration, type, spot);
    const doc = slot.declaration === undefined ? [] : parameterDoc(slot.declaration);
    return {
      name: slot.name,
      type,
      optional: slot.optional,
      rest: slot.rest,
      ...(doc.length === 0 ? {} : { doc }),
      ...(constraints === undefined ? {} : { constraints }),
    };
  });
  return { session, rest };
}

function readSlot(reader: TypeReader, slot: Slot, spot: Spot): TypeModel {
  const { type, annotation } = slot;
  if (slot.optional) return reader.readParameter(type, annotation, spot) ?? { kind: "undefined" };
  const model = reader.read(type, annotation, spot);
  return slot.isElement ? { kind: "array", of: model, readonly: false } : model;
}

/** One argument's place. */
interface Slot {
  readonly name: string;
  readonly type: ts.Type;
  readonly annotation: ts.TypeNode | undefined;
  readonly optional: boolean;
  readonly rest: boolean;
  /** Whether `type` is the type of one element of a rest, not of all. */
  readonly isElement: boolean;
  /** Where to report what is wrong with it. */
  readonly node: ts.Node;
  /** What carries its comment. */
  readonly declaration: ts.ParameterDeclaration | undefined;
  readonly isAnnotated: boolean;
}

function slotsOf(
  checker: ts.TypeChecker,
  symbol: ts.Symbol,
  index: number,
  handler: ts.Node,
): Slot[] {
  const declaration = symbol.valueDeclaration;
  const parameter =
    declaration !== undefined && ts.isParameter(declaration) ? declaration : undefined;
  const type = checker.getTypeOfSymbol(symbol);
  const slot: Slot = {
    name:
      parameter === undefined || ts.isIdentifier(parameter.name)
        ? plainName(symbol.name, index)
        : `arg${index}`,
    type,
    annotation: parameter?.type,
    // A default may stand before parameters that have none: TypeScript calls that one required.
    optional:
      parameter !== undefined &&
      (checker.isOptionalParameter(parameter) || parameter.initializer !== undefined),
    rest: parameter?.dotDotDotToken !== undefined,
    isElement: false,
    node: parameter?.name ?? handler,
    declaration: parameter,
    isAnnotated: parameter?.type !== undefined,
  };
  return slot.rest && checker.isTupleType(type)
    ? tupleSlots(checker, type as ts.TupleTypeReference, slot) // the checker says so
    : [slot];
}

/** `...args: [id: string, count?: number]`, as wrappers of handlers have it, is two parameters. */
function tupleSlots(checker: ts.TypeChecker, type: ts.TupleTypeReference, slot: Slot): Slot[] {
  const { elementFlags, labeledElementDeclarations } = type.target;
  return checker.getTypeArguments(type).map((element, index): Slot => {
    const flags = elementFlags[index] ?? ts.ElementFlags.Required;
    const label = labeledElementDeclarations?.[index];
    const isRest = (flags & (ts.ElementFlags.Rest | ts.ElementFlags.Variadic)) !== 0;
    const name =
      label !== undefined && ts.isIdentifier(label.name) ? label.name.text : `${slot.name}${index}`;
    return {
      ...slot,
      name,
      type: element,
      annotation: undefined,
      declaration: undefined,
      optional: (flags & ts.ElementFlags.Optional) !== 0,
      rest: isRest,
      isElement: (flags & ts.ElementFlags.Rest) !== 0,
    };
  });
}

/** Whether a parameter's type comes from nowhere: `any` that nobody wrote, or what `register` expects. */
function isUntyped({ type, rest, isElement, isAnnotated, annotation }: Slot): boolean {
  const { flags } = type;
  if (isAnnotated && annotation !== undefined) {
    return annotation.kind === ts.SyntaxKind.AnyKeyword || isAnyArray(annotation);
  }
  if (flags & (ts.TypeFlags.Any | ts.TypeFlags.Never)) return true;
  if (!rest || isElement) return false;
  const element = (type as ts.TypeReference).typeArguments?.[0];
  return element === undefined || (element.flags & (ts.TypeFlags.Any | ts.TypeFlags.Never)) !== 0;
}

function isAnyArray(annotation: ts.TypeNode): boolean {
  return elementNode(annotation)?.kind === ts.SyntaxKind.AnyKeyword;
}

/** Names that the compiler makes up for patterns and rests are no names to show. */
function plainName(name: string, index: number): string {
  return name.startsWith("__") && /^__\d+$/.test(name) ? `arg${index}` : name;
}
