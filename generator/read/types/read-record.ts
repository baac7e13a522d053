import { ts } from "../compiler/compiler.ts";
import type { TypeModel } from "../../model.ts";
import { blamed } from "./blamed.ts";
import { isLibrary } from "./library-type.ts";
import { inside, type Spot } from "../read-spot.ts";
import type { TypeReader } from "./type-reader.ts";

/**
 * Reads `Record<Key, Value>`, `Partial` of one, and objects that have an index signature and nothing
 * else; `undefined` for all other objects.
 */
export function readRecord(
  reader: TypeReader,
  type: ts.Type,
  node: ts.TypeNode | undefined,
  spot: Spot,
): TypeModel | undefined {
  return fromAlias(reader, type, node, spot) ?? fromIndex(reader, type, spot);
}

function fromAlias(
  reader: TypeReader,
  type: ts.Type,
  node: ts.TypeNode | undefined,
  spot: Spot,
): TypeModel | undefined {
  const utility = utilityOf(reader, type, node);
  if (utility?.name === "Partial") {
    const [whole] = utility.args;
    const record = whole && fromAlias(reader, whole.type, whole.node, spot);
    if (record?.kind !== "record") return undefined;
    // Of keys without a list any may be missing as it is.
    return { ...record, partial: /^(union|literal|ref)$/.test(record.key.kind) };
  }
  if (utility?.name !== "Record") return undefined;
  const [key, value] = utility.args;
  if (key === undefined || value === undefined) return undefined;
  const keyModel = reader.read(key.type, key.node, inside(spot, "[key]"));
  return {
    kind: "record",
    key: keyModel,
    value: reader.read(value.type, value.node, inside(spot, "[key]")),
    partial: false,
  };
}

interface Utility {
  name: string;
  args: { type: ts.Type; node: ts.TypeNode | undefined }[];
}

/** The library's alias that a type is an instance of, as written or as the type knows. */
function utilityOf(
  { project }: TypeReader,
  type: ts.Type,
  node: ts.TypeNode | undefined,
): Utility | undefined {
  const { checker } = project;
  const { aliasSymbol, aliasTypeArguments = [] } = type;
  let nodes: readonly ts.TypeNode[] = [];
  if (node !== undefined && ts.isTypeReferenceNode(node)) {
    const symbol = checker.getSymbolAtLocation(node.typeName);
    const written = node.typeArguments ?? [];
    if (
      symbol !== undefined &&
      isLibrary(project, symbol) &&
      checker.getTypeFromTypeNode(node) === type
    ) {
      const args = written.map((argument) => ({
        type: checker.getTypeFromTypeNode(argument),
        node: argument,
      }));
      return { name: symbol.name, args };
    }
    // In generic code the type knows the arguments, and the node how they are written.
    if (symbol === aliasSymbol) nodes = written;
  }
  if (aliasSymbol === undefined || !isLibrary(project, aliasSymbol)) return undefined;
  return {
    name: aliasSymbol.name,
    args: aliasTypeArguments.map((argument, index) => ({ type: argument, node: nodes[index] })),
  };
}

function fromIndex(reader: TypeReader, type: ts.Type, spot: Spot): TypeModel | undefined {
  const { checker } = reader.project;
  const infos = checker.getIndexInfosOfType(type);
  const [info] = infos;
  if (info === undefined || checker.getPropertiesOfType(type).length > 0) return undefined;
  if (infos.length > 1) {
    // A number's signature beside a string's only narrows it.
    const text = infos.find(({ keyType }) => keyType.flags & ts.TypeFlags.String);
    if (text === undefined || infos.length > 2) {
      const reason = "has several index signatures";
      return reader.bad({ code: "MQ1046", reason, hint: "use one, for string" }, spot);
    }
    return recordOf(reader, text, spot);
  }
  return recordOf(reader, info, spot);
}

function recordOf(reader: TypeReader, info: ts.IndexInfo, spot: Spot): TypeModel {
  reader.touch(info.declaration);
  const step = inside(spot, "[key]", blamed(reader, info.declaration, spot));
  if (info.keyType.flags & ts.TypeFlags.ESSymbolLike) {
    const reason = "has symbols for keys, which JSON leaves out";
    return reader.bad(
      { code: "MQ1040", reason, hint: "use string keys" },
      { ...spot, node: step.node },
    );
  }
  return {
    kind: "record",
    key: reader.read(info.keyType, undefined, step),
    value: reader.read(info.type, info.declaration?.type, step),
    partial: false,
  };
}
