import { ts } from "ts-morph";
import { bareExpression } from "./bare-expression.ts";
import { bindName, bindParameters } from "./bind-names.ts";
import { calledFunction, type CalledFunction, isInside, isThis } from "./called-function.ts";
import { EMPTY_SCOPE, type Evaluator, type Scope, type Value } from "./constant-value.ts";
import {
  type FunctionWithBody,
  isFunctionExpression,
  isStatic,
  memberFunction,
  type ModuleClass,
} from "../module-class.ts";
import type { OpenProject } from "../project/open-project.ts";
import type { HandlerOrder, RegistrationSites } from "./registration-sites.ts";

/** One handler being registered, in one activation of the code around the call. */
export interface Registration {
  readonly call: ts.CallExpression;
  readonly order: HandlerOrder;
  /** The call's arguments; spread lists are flat. `undefined` if a spread can't be read. */
  readonly values: readonly Value[] | undefined;
  /** Stands behind a condition, in a callback, or in a method that `onInit` does not call. */
  readonly presence: "always" | "conditional" | "late";
}

/** Helpers that call helpers end somewhere. */
const MAX_CALLS = 32;

/** Functions that are entered for one module, each time counted, end somewhere too. */
const MAX_ENTERED = 10_000;

interface Frame {
  readonly scope: Scope;
  readonly presence: Registration["presence"];
  readonly calls: readonly FunctionWithBody[];
}

/**
 * Follows a module's start, from field initialisers and constructors through `onInit` and `onStart`, into
 * its own methods and into functions that get the module or its server, and collects what is registered
 * on the way. Loops over known lists are unrolled; nothing is executed.
 */
export class RegistrationWalk {
  readonly #project: OpenProject;
  readonly #sites: RegistrationSites;
  readonly #evaluator: Evaluator;
  readonly #module: ModuleClass;
  readonly #found: Registration[] = [];
  /** Calls whose fate is known: registered, or known never to run. */
  readonly seen: Set<ts.CallExpression> = new Set();
  /** How often a registration was met, run or not. */
  #met = 0;
  #entered = 0;
  /** Functions in which none was met, whoever calls them: no need to look again. */
  readonly #barren = new Set<FunctionWithBody>();

  constructor(
    project: OpenProject,
    sites: RegistrationSites,
    evaluator: Evaluator,
    module: ModuleClass,
  ) {
    this.#project = project;
    this.#sites = sites;
    this.#evaluator = evaluator;
    this.#module = module;
  }

  /** All that is registered on the way, in the order in which it would be. */
  follow(): readonly Registration[] {
    const start: Frame = { scope: EMPTY_SCOPE, presence: "always", calls: [] };
    for (const owner of [...this.#module.chain].reverse()) {
      for (const member of owner.members) {
        if (ts.isPropertyDeclaration(member) && !isStatic(member) && member.initializer) {
          this.#visit(member.initializer, start);
        } else if (ts.isConstructorDeclaration(member) && member.body)
          this.#visit(member.body, start);
      }
    }
    for (const name of ["onInit", "onStart"]) {
      const declaration = memberFunction(this.#module.member(name));
      if (declaration !== undefined) this.#enter({ declaration, isOwn: true }, undefined, start);
    }
    return this.#found;
  }

  /** A call that no way leads to, read by itself. */
  late(call: ts.CallExpression): Registration | undefined {
    this.#found.length = 0;
    this.#visit(call, { scope: EMPTY_SCOPE, presence: "late", calls: [] });
    return this.#found[0];
  }

  #visit(node: ts.Node, frame: Frame): void {
    // Functions are followed where they are called.
    if (ts.isFunctionLike(node) || ts.isClassLike(node) || ts.isTypeNode(node)) return;
    if (ts.isBlock(node)) return this.#statements(node.statements, frame);
    if (ts.isIfStatement(node)) {
      return this.#branches(node.expression, node.thenStatement, node.elseStatement, frame);
    }
    if (ts.isConditionalExpression(node)) {
      return this.#branches(node.condition, node.whenTrue, node.whenFalse, frame);
    }
    if (ts.isForOfStatement(node)) return this.#forOf(node, frame);
    if (ts.isCallExpression(node)) return this.#call(node, frame);
    const maybe = conditional(frame);
    if (
      ts.isIterationStatement(node, false) ||
      ts.isCaseOrDefaultClause(node) ||
      ts.isCatchClause(node)
    ) {
      return ts.forEachChild(node, (child) => this.#visit(child, maybe));
    }
    if (ts.isBinaryExpression(node) && isShortCircuit(node.operatorToken.kind)) {
      this.#visit(node.left, frame);
      return this.#visit(node.right, maybe);
    }
    ts.forEachChild(node, (child) => this.#visit(child, frame));
  }

  #statements(statements: readonly ts.Statement[], frame: Frame): void {
    let current = frame;
    for (const statement of statements) {
      this.#visit(statement, current);
      if (ts.isReturnStatement(statement)) return this.#pass(statement.parent);
      if (mayReturn(statement)) current = conditional(current);
    }
  }

  #branches(
    condition: ts.Expression,
    whenTrue: ts.Node,
    whenFalse: ts.Node | undefined,
    frame: Frame,
  ): void {
    this.#visit(condition, frame);
    const known = this.#evaluator.evaluate(condition, frame.scope);
    const inner = known.kind === "constant" ? frame : conditional(frame);
    if (known.kind !== "constant" || known.value) this.#visit(whenTrue, inner);
    else this.#pass(whenTrue);
    if (whenFalse === undefined) return;
    if (known.kind === "constant" && known.value) this.#pass(whenFalse);
    else this.#visit(whenFalse, inner);
  }

  /** What is known not to run registers nothing, and nobody has to be told. */
  #pass(node: ts.Node): void {
    if (ts.isCallExpression(node) && this.#sites.calls.has(node)) this.#meet(node);
    ts.forEachChild(node, (child) => this.#pass(child));
  }

  #meet(call: ts.CallExpression): void {
    this.#met += 1;
    this.seen.add(call);
  }

  #forOf(loop: ts.ForOfStatement, frame: Frame): void {
    this.#visit(loop.expression, frame);
    const list = this.#evaluator.evaluate(loop.expression, frame.scope);
    const variable = ts.isVariableDeclarationList(loop.initializer)
      ? loop.initializer.declarations[0]?.name
      : undefined;
    if (list.kind !== "list" || variable === undefined) {
      return this.#visit(loop.statement, conditional(frame));
    }
    if (list.items.length === 0) this.#pass(loop.statement);
    for (const item of list.items) {
      const scope = bindName(variable, item, frame.scope, this.#evaluator);
      this.#visit(loop.statement, { ...frame, scope });
    }
  }

  #call(call: ts.CallExpression, frame: Frame): void {
    const order = this.#sites.calls.get(call);
    if (order !== undefined) {
      const values = this.#values(call.arguments, frame.scope);
      this.#meet(call);
      this.#found.push({ call, order, values, presence: frame.presence });
      return;
    }
    this.#visit(call.expression, frame);
    if (this.#iterates(call, frame)) return;
    for (const argument of call.arguments) {
      const value = bareExpression(argument);
      if (!isFunctionExpression(value)) this.#visit(argument, frame);
    }
    const called = calledFunction(call, frame.scope, this.#module, this.#evaluator);
    if (called !== undefined && this.#leadsOn(called, call, frame)) {
      return this.#enter(called, this.#values(call.arguments, frame.scope), frame);
    }
    // Who else gets a function may run it whenever it likes.
    for (const argument of call.arguments) {
      const value = bareExpression(argument);
      if (isFunctionExpression(value)) this.#visit(value.body, { ...frame, presence: "late" });
    }
  }

  /** `list.forEach((item, index) => …)`, once per item if the list is known. */
  #iterates(call: ts.CallExpression, frame: Frame): boolean {
    const callee = call.expression;
    const callback = call.arguments[0] && bareExpression(call.arguments[0]);
    if (callback === undefined || !isFunctionExpression(callback)) return false;
    if (!ts.isPropertyAccessExpression(callee) || !/^(forEach|map)$/.test(callee.name.text))
      return false;
    const list = this.#evaluator.evaluate(callee.expression, frame.scope);
    const { checker } = this.#project;
    if (list.kind !== "list") {
      if (!checker.isArrayLikeType(checker.getTypeAtLocation(callee.expression))) return false;
      this.#visit(callback.body, conditional(frame));
      return true;
    }
    if (list.items.length === 0) this.#pass(callback.body);
    list.items.forEach((item, index) => {
      const values: Value[] = [item, { kind: "constant", value: index }];
      const scope = bindParameters(callback.parameters, values, frame.scope, this.#evaluator);
      this.#visit(callback.body, { ...frame, scope });
    });
    return true;
  }

  /** Whether a call may lead to registrations of this module. */
  #leadsOn(called: CalledFunction, call: ts.CallExpression, frame: Frame): boolean {
    if (frame.calls.length >= MAX_CALLS || frame.calls.includes(called.declaration)) return false;
    if (this.#project.mqant.owns(called.declaration)) return false;
    if (called.isOwn || frame.calls.some((outer) => isInside(called.declaration, outer)))
      return true;
    return call.arguments.some((argument) => this.#carriesServer(argument, frame.scope));
  }

  /** Whether an argument is, or holds, the module or its server. */
  #carriesServer(argument: ts.Expression, scope: Scope): boolean {
    if (mentionsThis(argument) || isThis(this.#evaluator.evaluate(argument, scope))) return true;
    if (!ts.isIdentifier(argument)) return false;
    const { symbol } = this.#project.checker.getTypeAtLocation(argument);
    return this.#project.mqant.declares(symbol, "HandlerServer");
  }

  #enter(
    { declaration }: CalledFunction,
    values: readonly Value[] | undefined,
    frame: Frame,
  ): void {
    if (this.#barren.has(declaration) || this.#entered >= MAX_ENTERED) return;
    this.#entered += 1;
    const before = this.#met;
    const scope = bindParameters(declaration.parameters, values, frame.scope, this.#evaluator);
    this.#visit(declaration.body, { ...frame, scope, calls: [...frame.calls, declaration] });
    // What a function does with a function it gets depends on that.
    if (this.#met === before && values?.every(isPlain)) this.#barren.add(declaration);
  }

  #values(args: readonly ts.Expression[], scope: Scope): Value[] | undefined {
    const values: Value[] = [];
    for (const argument of args) {
      if (ts.isSpreadElement(argument)) {
        const list = this.#evaluator.evaluate(argument.expression, scope);
        if (list.kind !== "list") return undefined;
        values.push(...list.items);
      } else values.push(this.#evaluator.evaluate(argument, scope));
    }
    return values;
  }
}

/** Whether a value can't lead anywhere by itself: a constant, or the module. */
function isPlain(value: Value): boolean {
  if (value.kind !== "code") return value.kind === "constant" || value.items.every(isPlain);
  return isThis(value);
}

function conditional(frame: Frame): Frame {
  return frame.presence === "always" ? { ...frame, presence: "conditional" } : frame;
}

function isShortCircuit(operator: ts.SyntaxKind): boolean {
  return (
    operator === ts.SyntaxKind.AmpersandAmpersandToken ||
    operator === ts.SyntaxKind.BarBarToken ||
    operator === ts.SyntaxKind.QuestionQuestionToken
  );
}

/** Whether what follows a statement may not be reached although nothing failed. */
function mayReturn(node: ts.Node): boolean {
  if (ts.isReturnStatement(node)) return true;
  if (ts.isFunctionLike(node) || ts.isClassLike(node)) return false;
  return ts.forEachChild(node, (child) => mayReturn(child) || undefined) ?? false;
}

function mentionsThis(node: ts.Node): boolean {
  if (node.kind === ts.SyntaxKind.ThisKeyword) return true;
  if (ts.isFunctionDeclaration(node) || ts.isFunctionExpression(node) || ts.isClassLike(node)) {
    return false;
  }
  return ts.forEachChild(node, (child) => mentionsThis(child) || undefined) ?? false;
}
