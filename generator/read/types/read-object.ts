import { ts } from "../compiler/compiler.ts";
import type { PropertyModel, TypeModel } from "../../model.ts";
import { brokenBase } from "./broken-base.ts";
import { blamed } from "./blamed.ts";
import { compareText } from "../location.ts";
import { readConstraints } from "./read-constraints.ts";
import { readDoc } from "../read-doc.ts";
import { inside, propertyStep, type Spot } from "../read-spot.ts";
import { readRecord } from "./read-record.ts";
import type { TypeReader } from "./type-reader.ts";

/** Reads interfaces, type literals, data classes, and what mapped types and intersections come to. */
export function readObject(
  reader: TypeReader,
  type: ts.Type,
  node: ts.TypeNode | undefined,
  spot: Spot,
): TypeModel {
  const { checker } = reader.project;
  if (type.getCallSignatures().length > 0 || type.getConstructSignatures().length > 0) {
    return reader.bad(
      {
        code: "MQ1040",
        reason: "is a function",
        hint: "send data; let the receiver decide what to do",
      },
      spot,
    );
  }
  const broken = brokenBase(reader.project, type);
  if (broken !== undefined) return reader.bad(broken.problem, { ...spot, node: broken.node });
  const record = readRecord(reader, type, node, spot);
  if (record !== undefined) return record;
  const symbols = inStableOrder(checker.getPropertiesOfType(type));
  const behaviour = behaviourOf(reader, type, symbols);
  if (behaviour !== undefined) {
    return reader.bad(
      {
        code: "MQ1040",
        reason: `is of type ${checker.typeToString(type)}, which has ${behaviour}; only data travels`,
        hint: "use an interface or a class with nothing but public properties",
      },
      spot,
    );
  }
  if (isClass(type)) {
    reader.warn(
      "MQ2031",
      spot,
      `${spot.subject.show(spot.path)} is of class ${checker.typeToString(type)}; the receiver gets a plain object`,
      "use an interface",
    );
  }
  const properties = symbols.flatMap((symbol) => readProperty(reader, symbol, spot) ?? []);
  const index = readIndex(reader, type, spot);
  return { kind: "object", properties, ...(index === undefined ? {} : { index }) };
}

function readProperty(
  reader: TypeReader,
  symbol: ts.Symbol,
  spot: Spot,
): PropertyModel | undefined {
  const { checker } = reader.project;
  const declaration = symbol.valueDeclaration ?? symbol.declarations?.[0];
  reader.touch(declaration);
  const step = inside(spot, propertyStep(symbol.name), blamed(reader, declaration, spot));
  if (symbol.name === "__proto__") {
    const reason = "does not travel: to JavaScript it is no property but the prototype";
    reader.bad({ code: "MQ1047", reason, hint: "give it another name" }, step);
    return undefined;
  }
  const type = checker.getTypeOfSymbol(symbol);
  const annotation =
    declaration && "type" in declaration ? (declaration.type as ts.TypeNode) : undefined; // every declaration's `type` is a type node
  const optional = (symbol.flags & ts.SymbolFlags.Optional) !== 0;
  const model = optional
    ? reader.readOptional(type, annotation, step)
    : reader.read(type, annotation, step);
  // `never?` and `undefined?` say that there is no such property.
  if (model === undefined) return undefined;
  const constraints = readConstraints(reader, declaration, model, step, !isMade(symbol));
  return {
    name: symbol.name,
    type: model,
    optional,
    readonly: isReadonly(symbol),
    doc: readDoc(declaration).lines,
    ...(constraints === undefined ? {} : { constraints }),
  };
}

/** The index signature beside properties. */
function readIndex(reader: TypeReader, type: ts.Type, spot: Spot): TypeModel | undefined {
  const infos = reader.project.checker.getIndexInfosOfType(type);
  const info = infos.find(({ keyType }) => keyType.flags & ts.TypeFlags.String) ?? infos[0];
  if (info === undefined) return undefined;
  reader.touch(info.declaration);
  const step = inside(spot, "[key]", blamed(reader, info.declaration, spot));
  if (!(info.keyType.flags & (ts.TypeFlags.String | ts.TypeFlags.Number))) {
    const reason = "has an index signature for some keys beside its properties";
    return reader.bad(
      { code: "MQ1046", reason, hint: "use an index signature for string" },
      { ...spot, node: step.node },
    );
  }
  return reader.read(info.type, info.declaration?.type, step);
}

/** What an object can do besides being data, in words. */
function behaviourOf(
  { project }: TypeReader,
  type: ts.Type,
  symbols: readonly ts.Symbol[],
): string | undefined {
  const inClass = isClass(type);
  const odd = symbols.find((symbol) => {
    const name = symbol.escapedName.toString();
    if (name.startsWith("__@") || name.startsWith("__#")) return true;
    const { valueDeclaration } = symbol;
    if (valueDeclaration === undefined) return false;
    const hidden = ts.ModifierFlags.Private | ts.ModifierFlags.Protected;
    if (ts.getCombinedModifierFlags(valueDeclaration) & hidden) return true;
    if (inClass && (symbol.flags & ts.SymbolFlags.Accessor) !== 0) return true;
    // The user's own interfaces are blamed at the property; nobody can mend somebody else's there.
    if (!inClass && project.isSource(valueDeclaration.getSourceFile())) return false;
    if (symbol.flags & ts.SymbolFlags.Method) return true;
    return project.checker.getTypeOfSymbol(symbol).getCallSignatures().length > 0;
  });
  if (odd === undefined) return undefined;
  const name = odd.escapedName.toString();
  if (name.startsWith("__@")) return "a property whose key is a symbol";
  if (name.startsWith("__#")) return "private state";
  if (odd.flags & ts.SymbolFlags.Method) return `a method ${odd.name}`;
  if (odd.flags & ts.SymbolFlags.Accessor) return `an accessor ${odd.name}`;
  const { valueDeclaration } = odd;
  const isFunction = project.checker.getTypeOfSymbol(odd).getCallSignatures().length > 0;
  if (isFunction || valueDeclaration === undefined) return `a function ${odd.name}`;
  return `the private property ${odd.name}`;
}

function isClass(type: ts.Type): boolean {
  const target = (type as ts.TypeReference).target ?? type;
  return target.isClass();
}

/** As declared; by name where more than one file adds properties, whose order is nobody's. */
function inStableOrder(symbols: readonly ts.Symbol[]): readonly ts.Symbol[] {
  const files = new Set(symbols.map(({ declarations }) => declarations?.[0]?.getSourceFile()));
  return files.size < 2 ? symbols : [...symbols].sort((a, b) => compareText(a.name, b.name));
}

/** Whether a mapped or generic type made the property out of what is declared. */
function isMade(symbol: ts.Symbol): boolean {
  return checkFlags(symbol) !== 0;
}

/** Not in the public type: what mapped types such as Readonly<T> make of a property. */
function checkFlags(symbol: ts.Symbol): number {
  return (symbol as { links?: { checkFlags?: number } }).links?.checkFlags ?? 0;
}

function isReadonly(symbol: ts.Symbol): boolean {
  const readonlyCheckFlag = 8;
  if (isMade(symbol)) return (checkFlags(symbol) & readonlyCheckFlag) !== 0;
  const { valueDeclaration } = symbol;
  if (valueDeclaration === undefined) return false;
  const isGetter =
    (symbol.flags & ts.SymbolFlags.Accessor) !== 0 && !(symbol.flags & ts.SymbolFlags.SetAccessor);
  return (
    isGetter || (ts.getCombinedModifierFlags(valueDeclaration) & ts.ModifierFlags.Readonly) !== 0
  );
}
