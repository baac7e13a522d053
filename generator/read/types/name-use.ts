import { ts } from "../compiler/compiler.ts";
import { hasConstraints } from "./read-constraints.ts";
import { isLibrary, libraryType } from "./library-type.ts";
import type { OpenProject } from "../project/open-project.ts";
import { isErrorType } from "./missing-type.ts";

/** A type being called by a name that the user, or a package, gave it. */
export interface NameUse {
  readonly symbol: ts.Symbol;
  readonly declaration: ts.Declaration;
  /** What stands for its type parameters. */
  readonly args: readonly { type: ts.Type; annotation: ts.TypeNode | undefined }[];
  /** The type itself. */
  readonly type: ts.Type;
  /** What an alias is declared as. */
  readonly structure: ts.TypeNode | undefined;
}

/**
 * The name of a type: the one that is written, or the one that the type knows. `undefined` for what has
 * none, for the library's own types, and for aliases of what needs no name: `type UserId = string`,
 * unless tags of its comment say more about it.
 *
 * @param annotation - How the type is written, if it is written exactly so.
 */
export function nameUse(
  project: OpenProject,
  type: ts.Type,
  annotation: ts.TypeNode | undefined,
): NameUse | undefined {
  return written(project, type, annotation) ?? known(project, type);
}

function written(
  project: OpenProject,
  type: ts.Type,
  annotation: ts.TypeNode | undefined,
): NameUse | undefined {
  if (annotation === undefined || !ts.isTypeReferenceNode(annotation)) return undefined;
  const { checker } = project;
  const named = checker.getSymbolAtLocation(annotation.typeName);
  const symbol =
    named !== undefined && named.flags & ts.SymbolFlags.Alias
      ? checker.getAliasedSymbol(named)
      : named;
  if (symbol === undefined) return undefined;
  const args = argumentsOf(checker, type, symbol);
  const nodes = annotation.typeArguments ?? [];
  return use(project, type, symbol, args, nodes);
}

function known(project: OpenProject, type: ts.Type): NameUse | undefined {
  const { checker } = project;
  if (type.aliasSymbol !== undefined && !isLibrary(project, type.aliasSymbol)) {
    const args = type.aliasTypeArguments ?? [];
    const found = use(project, type, type.aliasSymbol, args, []);
    if (found !== undefined) return found;
  }
  const symbol = ownSymbol(type);
  return symbol && use(project, type, symbol, argumentsOf(checker, type, symbol), []);
}

/** The symbol of an interface, class or enum. */
function ownSymbol(type: ts.Type): ts.Symbol | undefined {
  const symbol = type.symbol as ts.Symbol | undefined; // primitives and unions have none
  if (symbol === undefined) return undefined;
  if (type.flags & ts.TypeFlags.EnumLike) return enumSymbol(type, symbol);
  const target = (type as ts.TypeReference).target ?? type;
  return target.isClassOrInterface() ? symbol : undefined;
}

/** An enum with one member is that member's type. */
function enumSymbol(type: ts.Type, symbol: ts.Symbol): ts.Symbol | undefined {
  if (symbol.flags & ts.SymbolFlags.Enum) return symbol;
  const declaration = symbol.valueDeclaration;
  if (declaration === undefined || !ts.isEnumMember(declaration)) return undefined;
  const parent = (declaration.parent as { symbol?: ts.Symbol }).symbol; // declarations carry their symbol
  return parent?.exports?.size === 1 && !type.isUnion() ? parent : undefined;
}

function argumentsOf(
  checker: ts.TypeChecker,
  type: ts.Type,
  symbol: ts.Symbol,
): readonly ts.Type[] {
  if (type.aliasSymbol === symbol) return type.aliasTypeArguments ?? [];
  const { target } = type as ts.TypeReference;
  if (target?.symbol !== symbol) return [];
  // Behind the parameters the checker keeps the type of `this`.
  return checker
    .getTypeArguments(type as ts.TypeReference)
    .slice(0, target.typeParameters?.length ?? 0);
}

function use(
  project: OpenProject,
  type: ts.Type,
  symbol: ts.Symbol,
  args: readonly ts.Type[],
  nodes: readonly ts.TypeNode[],
): NameUse | undefined {
  const declaration = symbol.declarations?.find(isNaming);
  if (declaration === undefined || isLibrary(project, symbol)) return undefined;
  const structure = ts.isTypeAliasDeclaration(declaration) ? declaration.type : undefined;
  const isConstrained = structure !== undefined && hasConstraints(declaration);
  const isList = project.checker.isArrayType(type) || project.checker.isTupleType(type);
  if (!isList && !isConstrained && libraryType(project, type) !== undefined) return undefined;
  if (structure !== undefined) {
    const isGeneric = (declaration as ts.TypeAliasDeclaration).typeParameters !== undefined;
    if (isGeneric && args.length === 0) return undefined;
    if (!isConstrained) {
      // A name for a name: the name behind it is as good, and the type knows only that.
      const behind = isGeneric ? undefined : written(project, type, bare(structure));
      if (behind !== undefined) return behind;
      if (!isStructure(type) || isFunction(type)) return undefined;
    }
  }
  return {
    symbol,
    declaration,
    args: args.map((arg, index) => ({ type: arg, annotation: nodes[index] })),
    type,
    structure,
  };
}

type Naming =
  ts.InterfaceDeclaration | ts.ClassLikeDeclaration | ts.TypeAliasDeclaration | ts.EnumDeclaration;

function isNaming(declaration: ts.Declaration): declaration is Naming {
  return (
    ts.isInterfaceDeclaration(declaration) ||
    ts.isClassLike(declaration) ||
    ts.isTypeAliasDeclaration(declaration) ||
    ts.isEnumDeclaration(declaration)
  );
}

/** Whether an alias of this names something worth a name of its own. */
function isStructure(type: ts.Type): boolean {
  if (isErrorType(type) || type.flags & ts.TypeFlags.Boolean) return false;
  return (
    (type.flags & (ts.TypeFlags.Object | ts.TypeFlags.Union | ts.TypeFlags.Intersection)) !== 0
  );
}

function isFunction(type: ts.Type): boolean {
  return type.getCallSignatures().length > 0 || type.getConstructSignatures().length > 0;
}

function bare(node: ts.TypeNode): ts.TypeNode {
  return ts.isParenthesizedTypeNode(node) ? bare(node.type) : node;
}
