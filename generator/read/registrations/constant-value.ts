import { ts } from "ts-morph";
import { bareExpression } from "./bare-expression.ts";
import { isReadonly } from "../module-class.ts";
import { objectCall, objectEntries } from "./object-literal.ts";

/** What an expression comes to, as far as that can be known without running it. */
export type Value =
  | { kind: "constant"; value: Constant }
  | { kind: "list"; items: readonly Value[] }
  /** Anything else: the expression at the end of the trail, with what its names stand for. */
  | { kind: "code"; node: ts.Expression; scope: Scope };

type Constant = string | number | boolean | undefined;

/** What a parameter stands for if its argument is left out. */
export const NOTHING: Value = { kind: "constant", value: undefined };

/** What parameters and loop variables stand for in the activation at hand. */
export type Scope = ReadonlyMap<ts.Symbol, Value>;

export const EMPTY_SCOPE: Scope = new Map();

/** Constants that define each other end somewhere. */
const MAX_DEPTH = 64;

/** So do constants that double with each step. */
const MAX_STEPS = 20_000;

/**
 * Evaluates constant expressions: literals, templates, constants of any file, enum members, readonly
 * members, lists of these. Nothing is executed; what can't be known stays code.
 */
export class Evaluator {
  readonly #checker: ts.TypeChecker;
  readonly #touch: (node: ts.Node) => void;
  #depth = 0;
  #steps = 0;

  /** @param touch - Called with each declaration that a value was taken from. */
  constructor(checker: ts.TypeChecker, touch: (node: ts.Node) => void) {
    this.#checker = checker;
    this.#touch = touch;
  }

  evaluate(expression: ts.Expression, scope: Scope): Value {
    const node = bareExpression(expression);
    if (this.#depth === 0) this.#steps = 0;
    this.#steps += 1;
    if (this.#depth >= MAX_DEPTH || this.#steps > MAX_STEPS) return { kind: "code", node, scope };
    this.#depth += 1;
    try {
      return this.#fold(node, scope) ?? this.#literalType(node) ?? { kind: "code", node, scope };
    } finally {
      this.#depth -= 1;
    }
  }

  /** The element or property of a value, if the value is known that well. */
  pick(value: Value, key: string | number): Value | undefined {
    if (value.kind === "list") return typeof key === "number" ? value.items[key] : undefined;
    if (value.kind !== "code" || !ts.isObjectLiteralExpression(value.node)) return undefined;
    const entries = objectEntries(this, value.node, value.scope);
    return entries && (entries.find(([name]) => name === String(key))?.[1] ?? NOTHING);
  }

  /** The symbol that a name means, through imports. */
  symbolOf(name: ts.Node): ts.Symbol | undefined {
    const symbol = ts.isShorthandPropertyAssignment(name.parent)
      ? this.#checker.getShorthandAssignmentValueSymbol(name.parent)
      : this.#checker.getSymbolAtLocation(name);
    if (symbol === undefined || (symbol.flags & ts.SymbolFlags.Alias) === 0) return symbol;
    return this.#checker.getAliasedSymbol(symbol);
  }

  #fold(node: ts.Expression, scope: Scope): Value | undefined {
    if (ts.isStringLiteralLike(node)) return constant(node.text);
    if (ts.isNumericLiteral(node)) return constant(Number(node.text));
    if (node.kind === ts.SyntaxKind.TrueKeyword) return constant(true);
    if (node.kind === ts.SyntaxKind.FalseKeyword) return constant(false);
    if (ts.isTemplateExpression(node)) return this.#template(node, scope);
    if (ts.isArrayLiteralExpression(node)) return this.#list(node, scope);
    if (ts.isIdentifier(node)) return this.#name(node, scope);
    if (ts.isPropertyAccessExpression(node)) return this.#property(node, scope);
    if (ts.isElementAccessExpression(node)) return this.#element(node, scope);
    if (ts.isBinaryExpression(node)) return this.#binary(node, scope);
    if (ts.isPrefixUnaryExpression(node)) return this.#unary(node, scope);
    if (ts.isConditionalExpression(node)) {
      const condition = this.evaluate(node.condition, scope);
      if (condition.kind !== "constant") return undefined;
      return this.evaluate(condition.value ? node.whenTrue : node.whenFalse, scope);
    }
    if (ts.isCallExpression(node)) return objectCall(this, node, scope);
    return undefined;
  }

  #template(node: ts.TemplateExpression, scope: Scope): Value | undefined {
    let text = node.head.text;
    for (const { expression, literal } of node.templateSpans) {
      const part = this.evaluate(expression, scope);
      if (part.kind !== "constant") return undefined;
      text += String(part.value) + literal.text;
    }
    return constant(text);
  }

  #list(node: ts.ArrayLiteralExpression, scope: Scope): Value | undefined {
    const items: Value[] = [];
    for (const element of node.elements) {
      if (ts.isSpreadElement(element)) {
        const spread = this.evaluate(element.expression, scope);
        if (spread.kind !== "list") return undefined;
        items.push(...spread.items);
      } else items.push(this.evaluate(element, scope));
    }
    return { kind: "list", items };
  }

  #name(node: ts.Identifier, scope: Scope): Value | undefined {
    if (node.text === "undefined") return NOTHING;
    const symbol = this.symbolOf(node);
    const bound = symbol && scope.get(symbol);
    if (bound !== undefined) return bound;
    const declaration = symbol?.valueDeclaration;
    if (declaration === undefined) return undefined;
    return this.#constantVariable(declaration, scope);
  }

  #constantVariable(declaration: ts.Declaration, scope: Scope): Value | undefined {
    if (ts.isBindingElement(declaration)) return this.#destructured(declaration, scope);
    if (!ts.isVariableDeclaration(declaration) || declaration.initializer === undefined) {
      return undefined;
    }
    if ((ts.getCombinedNodeFlags(declaration) & ts.NodeFlags.Const) === 0) return undefined;
    this.#touch(declaration);
    return this.evaluate(declaration.initializer, scope);
  }

  #destructured(element: ts.BindingElement, scope: Scope): Value | undefined {
    const pattern = element.parent;
    const owner = pattern.parent;
    const whole = ts.isParameter(owner) ? undefined : this.#constantVariable(owner, scope);
    if (whole === undefined || element.dotDotDotToken !== undefined) return undefined;
    const name = element.propertyName ?? element.name;
    const key = ts.isArrayBindingPattern(pattern)
      ? pattern.elements.indexOf(element)
      : ts.isIdentifier(name) || ts.isStringLiteralLike(name)
        ? name.text
        : undefined;
    const value = key === undefined ? undefined : this.pick(whole, key);
    const isLeftOut = value?.kind === "constant" && value.value === undefined;
    return isLeftOut && element.initializer ? this.evaluate(element.initializer, scope) : value;
  }

  #property(node: ts.PropertyAccessExpression, scope: Scope): Value | undefined {
    const symbol = this.symbolOf(node.name);
    if (symbol !== undefined && symbol.flags & ts.SymbolFlags.EnumMember) {
      const member = this.#checker.getConstantValue(node);
      return member === undefined ? undefined : constant(member);
    }
    const declaration = symbol?.valueDeclaration;
    if (declaration === undefined) return undefined;
    // Most handlers. No constant; asking for its type would cost a look at its code.
    if (ts.isMethodDeclaration(declaration)) return { kind: "code", node, scope };
    if (ts.isPropertyDeclaration(declaration) && isReadonly(declaration)) {
      const { initializer } = declaration;
      // A function in a property stays `this.name`: a subclass may have another.
      if (initializer === undefined || ts.isFunctionLike(bareExpression(initializer))) {
        return undefined;
      }
      this.#touch(declaration);
      return this.evaluate(initializer, EMPTY_SCOPE);
    }
    if (ts.isPropertyAssignment(declaration) && isConstObject(declaration.parent)) {
      this.#touch(declaration);
      return this.evaluate(declaration.initializer, EMPTY_SCOPE);
    }
    // A member of a namespace import.
    return ts.isVariableDeclaration(declaration)
      ? this.#constantVariable(declaration, scope)
      : undefined;
  }

  #element(node: ts.ElementAccessExpression, scope: Scope): Value | undefined {
    const member = this.#checker.getConstantValue(node);
    if (member !== undefined) return constant(member);
    const key = this.evaluate(node.argumentExpression, scope);
    if (key.kind !== "constant" || typeof key.value !== "number") return undefined;
    return this.pick(this.evaluate(node.expression, scope), key.value);
  }

  #binary(node: ts.BinaryExpression, scope: Scope): Value | undefined {
    const operator = node.operatorToken.kind;
    const left = this.evaluate(node.left, scope);
    if (left.kind !== "constant") return undefined;
    if (operator === ts.SyntaxKind.QuestionQuestionToken) {
      return left.value === undefined ? this.evaluate(node.right, scope) : left;
    }
    if (operator === ts.SyntaxKind.BarBarToken && left.value) return left;
    if (operator === ts.SyntaxKind.AmpersandAmpersandToken && !left.value) return left;
    const right = this.evaluate(node.right, scope);
    if (right.kind !== "constant") return undefined;
    switch (operator) {
      case ts.SyntaxKind.PlusToken:
        return typeof left.value === "number" && typeof right.value === "number"
          ? constant(left.value + right.value)
          : constant(String(left.value) + String(right.value));
      case ts.SyntaxKind.EqualsEqualsEqualsToken:
        return constant(left.value === right.value);
      case ts.SyntaxKind.ExclamationEqualsEqualsToken:
        return constant(left.value !== right.value);
      case ts.SyntaxKind.BarBarToken:
      case ts.SyntaxKind.AmpersandAmpersandToken:
        return right;
      default:
        return undefined;
    }
  }

  #unary(node: ts.PrefixUnaryExpression, scope: Scope): Value | undefined {
    const operand = this.evaluate(node.operand, scope);
    if (operand.kind !== "constant") return undefined;
    if (node.operator === ts.SyntaxKind.ExclamationToken) return constant(!operand.value);
    const isMinus = node.operator === ts.SyntaxKind.MinusToken;
    return isMinus && typeof operand.value === "number" ? constant(-operand.value) : undefined;
  }

  /** What the checker knows although no initialiser says it: `declare const`, narrowed names. */
  #literalType(node: ts.Expression): Value | undefined {
    const type = this.#checker.getTypeAtLocation(node);
    if (type.isStringLiteral() || type.isNumberLiteral()) return constant(type.value);
    return undefined;
  }
}

/** The text of a constant, or `undefined` for everything else. */
export function textOf(value: Value | undefined): string | undefined {
  return value?.kind === "constant" && typeof value.value === "string" ? value.value : undefined;
}

function constant(value: Constant): Value {
  return { kind: "constant", value };
}

/** Whether an object literal is `as const`, also deep inside one that is. */
function isConstObject(node: ts.ObjectLiteralExpression): boolean {
  for (
    let at: ts.Node = node.parent;
    ts.isExpression(at) || ts.isPropertyAssignment(at);
    at = at.parent
  ) {
    if (ts.isAsExpression(at) || ts.isTypeAssertionExpression(at)) {
      if (ts.isConstTypeReference(at.type)) return true;
    }
  }
  return false;
}
