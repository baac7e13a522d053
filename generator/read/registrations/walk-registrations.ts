import { ts } from "../compiler/compiler.ts";
import { bareExpression } from "./bare-expression.ts";
import { bindParameters } from "./bind-names.ts";
import { calledFunction, type CalledFunction, isInside } from "./called-function.ts";
import type { Evaluator } from "./constant-value.ts";
import { constant, EMPTY_SCOPE, type Scope, textOf, type Value } from "./value.ts";
import { isThis } from "./own-module.ts";
import type { TypeArguments } from "./type-arguments.ts";
import {
  type FunctionWithBody,
  isFunctionExpression,
  isStatic,
  memberFunction,
  type ModuleClass,
} from "../module-class.ts";
import type { OpenProject } from "../project/open-project.ts";
import type { HandlerOrder, ProjectSites } from "./registration-sites.ts";
import { type Followed, type Frame, maybe, StatementWalk } from "./walk-statements.ts";

/** One handler being registered, in one activation of the code around the call. */
export interface Registration {
  readonly call: ts.CallExpression;
  readonly order: HandlerOrder;
  /** The call's arguments; spread lists are flat. `undefined` if a spread can't be read. */
  readonly values: readonly Value[] | undefined;
  /** What stands for type parameters there. */
  readonly types: TypeArguments;
  /** Stands behind a condition, in a callback, or in a method that `onInit` does not call. */
  readonly presence: "always" | "conditional" | "late";
  /** The ways that lead there, outermost first. */
  readonly arms: Frame["arms"];
}

/** Helpers that call helpers end somewhere. */
const MAX_CALLS = 32;

/** Functions that are entered for one module, each time counted, end somewhere too. */
const MAX_ENTERED = 10_000;

/**
 * Follows a module's start, from field initialisers and constructors through `onInit` and `onStart`, into
 * its own methods and into functions that get the module or its server, and collects what is registered
 * on the way. Loops over known lists are unrolled; nothing is executed.
 */
export class RegistrationWalk implements Followed {
  readonly #project: OpenProject;
  readonly #sites: ProjectSites;
  readonly #evaluator: Evaluator;
  readonly #module: ModuleClass;
  readonly #statements: StatementWalk;
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
    sites: ProjectSites,
    evaluator: Evaluator,
    module: ModuleClass,
  ) {
    this.#project = project;
    this.#sites = sites;
    this.#evaluator = evaluator.within(module);
    this.#module = module;
    this.#statements = new StatementWalk(this.#evaluator, this);
  }

  /** All that is registered on the way, in the order in which it would be. */
  follow(): readonly Registration[] {
    const start = this.#start("always");
    for (const owner of [...this.#module.chain].reverse()) {
      for (const member of owner.members) {
        if (ts.isPropertyDeclaration(member) && !isStatic(member) && member.initializer) {
          this.#statements.visit(member.initializer, start);
        } else if (ts.isConstructorDeclaration(member) && member.body)
          this.#statements.visit(member.body, start);
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
    this.#statements.visit(call, this.#start("late"));
    return this.#found[0];
  }

  /** What is known not to run registers nothing, and nobody has to be told. */
  pass(node: ts.Node): void {
    if (ts.isCallExpression(node) && this.#sites.orderOf(node) !== undefined) this.#meet(node);
    ts.forEachChild(node, (child) => this.pass(child));
  }

  call(call: ts.CallExpression, frame: Frame): void {
    const order = this.#orderOf(call, frame.scope);
    const { presence, arms, types } = frame;
    if (order !== undefined) {
      const values = this.#values(call.arguments, frame.scope);
      this.#meet(call);
      this.#found.push({ call, order, values, types, presence, arms });
      return;
    }
    this.#statements.visit(call.expression, frame);
    if (this.#iterates(call, frame)) return;
    for (const argument of call.arguments) {
      const value = bareExpression(argument);
      if (!isFunctionExpression(value)) this.#statements.visit(argument, frame);
    }
    const called = calledFunction(call, frame.scope, this.#evaluator);
    if (called !== undefined && this.#leadsOn(called, call, frame)) {
      const inner = types.ofCall(this.#project.checker, call, called.declaration);
      const values = this.#values(call.arguments, frame.scope);
      return this.#enter(called, values, { ...frame, types: inner });
    }
    // Who else gets a function may run it whenever it likes.
    for (const argument of call.arguments) {
      const value = bareExpression(argument);
      if (isFunctionExpression(value))
        this.#statements.visit(value.body, { ...frame, presence: "late" });
    }
  }

  #start(presence: Frame["presence"]): Frame {
    return { scope: EMPTY_SCOPE, types: this.#module.types, presence, arms: [], calls: [] };
  }

  #meet(call: ts.CallExpression): void {
    this.#met += 1;
    this.seen.add(call);
  }

  /** How a call registers, if it does. In `server[method](…)` the method may differ from turn to turn. */
  #orderOf(call: ts.CallExpression, scope: Scope): HandlerOrder | undefined {
    const order = this.#sites.orderOf(call);
    const callee = bareExpression(call.expression);
    if (order === undefined || !ts.isElementAccessExpression(callee)) return order;
    const method = textOf(this.#evaluator.evaluate(callee.argumentExpression, scope));
    if (method === "register") return "serial";
    return method === "registerGO" ? "concurrent" : order;
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
      this.#statements.visit(callback.body, maybe(frame, call));
      return true;
    }
    if (list.items.length === 0) this.pass(callback.body);
    list.items.forEach((item, index) => {
      const values: Value[] = [item, constant(index)];
      const scope = bindParameters(callback.parameters, values, frame.scope, this.#evaluator);
      this.#statements.visit(callback.body, { ...frame, scope });
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
    if (ts.isObjectLiteralExpression(argument)) {
      return argument.properties.some((property) =>
        ts.isPropertyAssignment(property)
          ? this.#carriesServer(property.initializer, scope)
          : ts.isShorthandPropertyAssignment(property) && this.#isServer(property.name),
      );
    }
    // Asking for the type of anything else would cost a look at its code.
    const isNamed = ts.isPropertyAccessExpression(argument) && argument.name.text === "server";
    return (ts.isIdentifier(argument) || isNamed) && this.#isServer(argument);
  }

  #isServer(value: ts.Expression): boolean {
    const { symbol } = this.#project.checker.getTypeAtLocation(value);
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
    this.#statements.visit(declaration.body, {
      ...frame,
      scope,
      calls: [...frame.calls, declaration],
    });
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

function mentionsThis(node: ts.Node): boolean {
  if (node.kind === ts.SyntaxKind.ThisKeyword) return true;
  if (ts.isFunctionDeclaration(node) || ts.isFunctionExpression(node) || ts.isClassLike(node)) {
    return false;
  }
  return ts.forEachChild(node, (child) => mentionsThis(child) || undefined) ?? false;
}
