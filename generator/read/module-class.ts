import { ts } from "./compiler/compiler.ts";
import { bareExpression } from "./registrations/bare-expression.ts";
import { TypeArguments } from "./registrations/type-arguments.ts";
import type { OpenProject } from "./project/open-project.ts";

/** The code of a module class. It holds nothing of a checker, so that it may be kept longer than one. */
export class ModuleCode {
  readonly node: ts.ClassLikeDeclaration;
  /** The class itself, then its base classes outside of mqant, nearest first. */
  readonly chain: readonly ts.ClassLikeDeclaration[];

  constructor({ node, chain }: Pick<ModuleCode, "node" | "chain">) {
    this.node = node;
    this.chain = chain;
  }

  /** The class's name, or that of the constant or function in which it stands. */
  get name(): string {
    for (let at: ts.Node = this.node; !ts.isSourceFile(at); at = at.parent) {
      const name = ts.getNameOfDeclaration(at as ts.Declaration); // none for other nodes
      if (name !== undefined && ts.isIdentifier(name)) return name.text;
    }
    return "default";
  }

  /**
   * The declaration of a member that an instance has: a method, accessor or property with a value.
   *
   * @param above - Look only above this class, as `super.name` does.
   */
  member(name: string, above?: ts.ClassLikeDeclaration): ts.ClassElement | undefined {
    const from = above === undefined ? 0 : this.chain.indexOf(above) + 1;
    for (const owner of this.chain.slice(from)) {
      const found = owner.members.find(
        (member) => isImplemented(member) && memberName(member) === name,
      );
      if (found !== undefined) return found;
    }
    return undefined;
  }
}

/** A concrete class that extends mqant's `BaseModule`, with the user's classes that it inherits from. */
export class ModuleClass extends ModuleCode {
  /** The type of its instances. */
  readonly type: ts.InterfaceType;
  /** The first class of mqant that it extends: `BaseModule`, `Gate`. */
  readonly builtIn: string;
  /** What stands for the type parameters of its base classes. */
  readonly types: TypeArguments;

  private constructor(node: ts.ClassLikeDeclaration, type: ts.InterfaceType, line: Ancestry) {
    super({ node, chain: line.chain });
    this.type = type;
    this.builtIn = line.builtIn;
    this.types = line.types;
  }

  /** `undefined` for classes that aren't modules: abstract ones, mixins, anything else. */
  static of(project: OpenProject, node: ts.ClassLikeDeclaration): ModuleClass | undefined {
    if (isAbstract(node) || isMixin(project.checker, node)) return undefined;
    const type = instanceType(project.checker, node);
    const line = type && ancestry(project, type);
    return type && line && new ModuleClass(node, type, line);
  }

  /** The type of a member on this very class: a base class's type parameters are known here. */
  memberSymbol(checker: ts.TypeChecker, declared: ts.Symbol): ts.Symbol {
    // Found by its mangled name, so that `#name` is too.
    const own = checker
      .getPropertiesOfType(this.type)
      .find(({ escapedName }) => escapedName === declared.escapedName);
    return own ?? declared;
  }
}

/** Whether a class is part of modules without being one: an abstract base, or a mixin. */
export function isModuleBase(project: OpenProject, node: ts.ClassLikeDeclaration): boolean {
  if (isMixin(project.checker, node)) return true;
  const type = instanceType(project.checker, node);
  return isAbstract(node) && type !== undefined && ancestry(project, type) !== undefined;
}

/** The name of a member; `#name` with its `#`. */
export function memberName({ name }: ts.ClassElement): string | undefined {
  if (name === undefined || ts.isComputedPropertyName(name)) return undefined;
  return name.text;
}

export function isStatic(member: ts.ClassElement): boolean {
  return (ts.getCombinedModifierFlags(member) & ts.ModifierFlags.Static) !== 0;
}

export function isReadonly(member: ts.ClassElement): boolean {
  return (ts.getCombinedModifierFlags(member) & ts.ModifierFlags.Readonly) !== 0;
}

/** The function that a member is or holds. */
export function memberFunction(member: ts.ClassElement | undefined): FunctionWithBody | undefined {
  if (member === undefined) return undefined;
  if (ts.isPropertyDeclaration(member)) {
    const value = member.initializer && bareExpression(member.initializer);
    return value !== undefined && isFunctionExpression(value) ? value : undefined;
  }
  return ts.isFunctionLike(member) && hasBody(member) ? member : undefined;
}

/** What reading a member gives, if that never changes: a readonly property's value, a getter's only result. */
export function memberResult(member: ts.ClassElement): ts.Expression | undefined {
  const result = fixedResult(member);
  // A function stays `this.name`: that says where it is.
  return result !== undefined && isFunctionExpression(bareExpression(result)) ? undefined : result;
}

function fixedResult(member: ts.ClassElement): ts.Expression | undefined {
  if (ts.isPropertyDeclaration(member)) return isReadonly(member) ? member.initializer : undefined;
  if (!ts.isGetAccessor(member) || member.body === undefined) return undefined;
  const [only, ...others] = returned(member.body);
  return others.length === 0 ? only : undefined;
}

/** What the function's own `return`s return. */
export function returned(body: FunctionWithBody["body"]): ts.Expression[] {
  if (!ts.isBlock(body)) return [body];
  const found: ts.Expression[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isFunctionLike(node) || ts.isClassLike(node)) return;
    if (ts.isReturnStatement(node) && node.expression !== undefined) found.push(node.expression);
    ts.forEachChild(node, visit);
  };
  visit(body);
  return found;
}

/** A function whose code can be read. */
export type FunctionWithBody = ts.FunctionLikeDeclaration & { readonly body: ts.ConciseBody };

export function hasBody(node: ts.Node): node is FunctionWithBody {
  return ts.isFunctionLike(node) && "body" in node && node.body !== undefined;
}

export function isFunctionExpression(
  node: ts.Node,
): node is ts.ArrowFunction | ts.FunctionExpression {
  return ts.isArrowFunction(node) || ts.isFunctionExpression(node);
}

function isImplemented(member: ts.ClassElement): boolean {
  if (isStatic(member)) return false;
  return ts.isPropertyDeclaration(member) ? member.initializer !== undefined : hasBody(member);
}

function isAbstract(node: ts.ClassLikeDeclaration): boolean {
  return node.modifiers?.some(({ kind }) => kind === ts.SyntaxKind.AbstractKeyword) ?? false;
}

/** `<B extends …>(Base: B) => class extends Base`: part of a module, not one. */
function isMixin(checker: ts.TypeChecker, node: ts.ClassLikeDeclaration): boolean {
  const base = extended(node);
  if (base === undefined) return false;
  return (checker.getTypeAtLocation(base.expression).flags & ts.TypeFlags.TypeParameter) !== 0;
}

function extended(node: ts.ClassLikeDeclaration): ts.ExpressionWithTypeArguments | undefined {
  return node.heritageClauses?.find(({ token }) => token === ts.SyntaxKind.ExtendsKeyword)
    ?.types[0];
}

function instanceType(
  checker: ts.TypeChecker,
  node: ts.ClassLikeDeclaration,
): ts.InterfaceType | undefined {
  if (extended(node) === undefined) return undefined;
  const type = checker.getTypeAtLocation(node);
  // For a class expression the checker gives the constructor.
  const symbol = type.symbol as ts.Symbol | undefined;
  if (symbol === undefined) return undefined;
  const declared = checker.getDeclaredTypeOfSymbol(symbol);
  return declared.isClassOrInterface() ? declared : undefined;
}

interface Ancestry {
  chain: ts.ClassLikeDeclaration[];
  builtIn: string;
  types: TypeArguments;
}

/** The classes from a type up to the first of mqant; `undefined` if there is none. */
function ancestry({ checker, mqant }: OpenProject, type: ts.InterfaceType): Ancestry | undefined {
  const chain: ts.ClassLikeDeclaration[] = [];
  let types = TypeArguments.none;
  let builtIn: string | undefined;
  let isModule = false;
  const climb = (written: ts.Type): void => {
    const current = types.apply(checker, written);
    // A mixin's result is the intersection of its class and the one it was given.
    if (current.isIntersection()) return current.types.forEach(climb);
    const target = (current as ts.TypeReference).target ?? current;
    const declaration = target.symbol?.valueDeclaration;
    if (declaration === undefined || !ts.isClassLike(declaration)) return;
    if (mqant.owns(declaration)) {
      builtIn ??= declaration.name?.text;
      isModule ||= declaration.name?.text === "BaseModule";
    } else if (!chain.includes(declaration)) chain.push(declaration);
    if (!target.isClassOrInterface()) return;
    const parameters = target.typeParameters ?? [];
    if (target !== current && parameters.length > 0) {
      types = types.with(parameters, checker.getTypeArguments(current as ts.TypeReference)); // it has a target
    }
    checker.getBaseTypes(target).forEach(climb);
  };
  climb(type);
  return isModule && builtIn !== undefined ? { chain, builtIn, types } : undefined;
}
