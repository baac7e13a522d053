import { ts } from "../compiler/compiler.ts";
import { bareExpression } from "./bare-expression.ts";
import { calledValue } from "./called-value.ts";
import {
  isFunctionExpression,
  isReadonly,
  memberResult,
  type ModuleClass,
} from "../module-class.ts";
import { enumEntries, isConstObject, objectEntries } from "./object-literal.ts";
import { ownModule } from "./own-module.ts";
import {
  constant,
  EMPTY_SCOPE,
  NOTHING,
  type Scope,
  type Value,
  type ValueSource,
} from "./value.ts";

/** Constants that define each other end somewhere. */
const MAX_DEPTH = 64;

/** So do constants that double with each step. */
const MAX_STEPS = 20_000;

/**
 * Evaluates constant expressions: literals, templates, constants of any file, enum members, readonly
 * members, lists of these, and what functions of nothing else return. Nothing is executed; what can't be
 * known stays code.
 */
export class Evaluator implements ValueSource {
  /** The module whose code is being read: what `this.name` means there. */
  readonly module: ModuleClass | undefined;
  readonly #checker: ts.TypeChecker;
  readonly #touch: (node: ts.Node) => void;
  #depth = 0;
  #steps = 0;

  /** @param touch - Called with each declaration that a value was taken from. */
  constructor(checker: ts.TypeChecker, touch: (node: ts.Node) => void, module?: ModuleClass) {
    this.#checker = checker;
    this.#touch = touch;
    this.module = module;
  }

  /** An evaluator for the code of one module, in which its members are known. */
  within(module: ModuleClass): Evaluator {
    return new Evaluator(this.#checker, this.#touch, module);
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
    if (value.kind === "list") {
      if (key === "length") return constant(value.items.length);
      return typeof key === "number" ? value.items[key] : undefined;
    }
    const entries = this.entriesOf(value);
    return entries && (entries.find(([name]) => name === String(key))?.[1] ?? NOTHING);
  }

  /** Names and values of an object literal or an enum, if all names are known. */
  entriesOf(value: Value): [name: string, value: Value][] | undefined {
    if (value.kind !== "code") return undefined;
    const { node, scope } = value;
    if (ts.isObjectLiteralExpression(node)) return objectEntries(this, node, scope);
    return enumEntries(this.#checker, this.symbolOf(node));
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
    if (ts.isCallExpression(node)) return calledValue(this, node, scope);
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
    // Most handlers. No constant; asking for its type would cost a look at its code.
    if (declaration !== undefined && ts.isMethodDeclaration(declaration)) {
      return isOfObject(declaration)
        ? this.#part(node.expression, node.name.text, scope)
        : { kind: "code", node, scope };
    }
    const own = ownModule(this, node, scope);
    if (own !== undefined) {
      const member = own.member(node.name.text);
      const result = member && memberResult(member);
      if (result === undefined) return undefined;
      this.#touch(result);
      return this.evaluate(result, EMPTY_SCOPE);
    }
    const part = this.#part(node.expression, node.name.text, scope);
    if (part !== undefined || declaration === undefined) return part;
    if (ts.isPropertyDeclaration(declaration) && isReadonly(declaration)) {
      const { initializer } = declaration;
      // A function in a property stays `this.name`: a subclass may have another.
      if (initializer === undefined || ts.isFunctionLike(bareExpression(initializer))) {
        return undefined;
      }
      this.#touch(declaration);
      return this.evaluate(initializer, EMPTY_SCOPE);
    }
    // A member of a namespace import.
    return ts.isVariableDeclaration(declaration)
      ? this.#constantVariable(declaration, scope)
      : undefined;
  }

  /** A part of a value that is known and won't change: a constant object, a list, an enum, a loop's item. */
  #part(expression: ts.Expression, key: string | number, scope: Scope): Value | undefined {
    const whole = this.evaluate(expression, scope);
    if (whole.kind === "constant") return undefined;
    if (whole.kind === "code" && ts.isObjectLiteralExpression(whole.node)) {
      if (!isConstObject(whole.node) && !this.#isBound(expression, scope)) {
        const part = this.pick(whole, key);
        // Whatever replaces a function has its type.
        return part?.kind === "code" && isFunction(part.node) ? part : undefined;
      }
    }
    return this.pick(whole, key);
  }

  /** Whether an expression begins with a parameter or loop variable whose value is known. */
  #isBound(expression: ts.Expression, scope: Scope): boolean {
    let first = bareExpression(expression);
    while (ts.isPropertyAccessExpression(first) || ts.isElementAccessExpression(first)) {
      first = bareExpression(first.expression);
    }
    if (!ts.isIdentifier(first)) return ts.isObjectLiteralExpression(first);
    const symbol = this.symbolOf(first);
    return symbol !== undefined && scope.has(symbol);
  }

  #element(node: ts.ElementAccessExpression, scope: Scope): Value | undefined {
    const member = this.#checker.getConstantValue(node);
    if (member !== undefined) return constant(member);
    const key = this.evaluate(node.argumentExpression, scope);
    const isKey =
      key.kind === "constant" && (typeof key.value === "string" || typeof key.value === "number");
    return isKey ? this.#part(node.expression, key.value as string | number, scope) : undefined; // just seen
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

function isFunction(node: ts.Node): boolean {
  return isFunctionExpression(node) || ts.isMethodDeclaration(node);
}

/** Whether a method is one of an object literal, not of a class. */
function isOfObject({ parent }: ts.MethodDeclaration): boolean {
  return ts.isObjectLiteralExpression(parent);
}
