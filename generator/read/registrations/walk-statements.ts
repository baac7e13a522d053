import { ts } from "../compiler/compiler.ts";
import { bindName } from "./bind-names.ts";
import type { Evaluator } from "./constant-value.ts";
import { constant, type Scope, type Value } from "./value.ts";
import * as flow from "./flow.ts";
import type { TypeArguments } from "./type-arguments.ts";
import type { FunctionWithBody } from "../module-class.ts";

/** What is known where code is followed. */
export interface Frame {
  readonly scope: Scope;
  readonly types: TypeArguments;
  /** Whether this runs for sure, perhaps, or at some other time. */
  readonly presence: "always" | "conditional" | "late";
  /** The ways that lead here, outermost first. */
  readonly arms: readonly flow.Arm[];
  readonly calls: readonly FunctionWithBody[];
}

/** Who is told of what is met on the way. */
export interface Followed {
  /** A call that runs; what stands inside of it is left to this. */
  call(call: ts.CallExpression, frame: Frame): void;
  /** Code that is known not to run. */
  pass(node: ts.Node): void;
}

/**
 * Goes through code in the order in which it would run: into all arms of what is not known, once for each
 * item of a known list, and no further than a `return` leads.
 */
export class StatementWalk {
  readonly #evaluator: Evaluator;
  readonly #followed: Followed;

  constructor(evaluator: Evaluator, followed: Followed) {
    this.#evaluator = evaluator;
    this.#followed = followed;
  }

  visit(node: ts.Node, frame: Frame): flow.Flow {
    // Functions are followed where they are called.
    if (ts.isFunctionLike(node) || ts.isClassLike(node) || ts.isTypeNode(node)) return flow.NEXT;
    // A function's body is no statement to the compiler.
    if (ts.isBlock(node)) return this.#statements(node.statements, frame);
    if (ts.isStatement(node)) return this.#statement(node, frame);
    if (ts.isConditionalExpression(node)) {
      this.#branches(node.condition, node.whenTrue, node.whenFalse, frame);
    } else if (ts.isCallExpression(node)) this.#followed.call(node, frame);
    else if (ts.isBinaryExpression(node) && isShortCircuit(node.operatorToken.kind)) {
      this.visit(node.left, frame);
      this.visit(node.right, maybe(frame, node));
    } else this.#children(node, frame);
    return flow.NEXT;
  }

  #statement(node: ts.Statement, frame: Frame): flow.Flow {
    if (ts.isIfStatement(node)) {
      return this.#branches(node.expression, node.thenStatement, node.elseStatement, frame);
    }
    if (ts.isForOfStatement(node)) return this.#forOf(node, frame);
    if (ts.isForInStatement(node)) return this.#forIn(node, frame);
    if (ts.isDoStatement(node)) {
      // At least once.
      return flow.behindLoop(this.visit(node.statement, frame));
    }
    if (ts.isForStatement(node) || ts.isWhileStatement(node)) {
      const inner = maybe(frame, node);
      ts.forEachChild(node, (child) => {
        if (child !== node.statement) this.visit(child, inner);
      });
      return flow.behindLoop(this.visit(node.statement, inner));
    }
    if (ts.isSwitchStatement(node)) return this.#switch(node, frame);
    if (ts.isTryStatement(node)) return this.#try(node, frame);
    if (ts.isLabeledStatement(node)) {
      const inside = this.visit(node.statement, frame);
      return inside & flow.JUMP ? (inside & ~flow.JUMP) | flow.NEXT : inside;
    }
    this.#children(node, frame);
    if (ts.isReturnStatement(node)) return flow.RETURN;
    if (ts.isThrowStatement(node)) return 0;
    if (ts.isBreakOrContinueStatement(node)) {
      if (node.label !== undefined) return flow.JUMP;
      return ts.isBreakStatement(node) ? flow.BREAK : flow.CONTINUE;
    }
    return flow.NEXT;
  }

  #children(node: ts.Node, frame: Frame): void {
    ts.forEachChild(node, (child) => {
      this.visit(child, frame);
    });
  }

  #statements(statements: readonly ts.Statement[], frame: Frame): flow.Flow {
    let reached: flow.Flow = flow.NEXT;
    for (const statement of statements) {
      if (!flow.goesOn(reached)) this.#followed.pass(statement);
      else {
        const inner = reached === flow.NEXT ? frame : maybe(frame, statement);
        reached = (reached & ~flow.NEXT) | this.visit(statement, inner);
      }
    }
    return reached;
  }

  #branches(
    condition: ts.Expression,
    whenTrue: ts.Node,
    whenFalse: ts.Node | undefined,
    frame: Frame,
  ): flow.Flow {
    this.visit(condition, frame);
    const known = this.#evaluator.evaluate(condition, frame.scope);
    if (known.kind === "constant") {
      const [taken, other] = known.value ? [whenTrue, whenFalse] : [whenFalse, whenTrue];
      if (other !== undefined) this.#followed.pass(other);
      return taken === undefined ? flow.NEXT : this.visit(taken, frame);
    }
    const ends = this.visit(whenTrue, maybe(frame, condition, 0));
    if (whenFalse === undefined) return ends | flow.NEXT;
    return ends | this.visit(whenFalse, maybe(frame, condition, 1));
  }

  #switch(node: ts.SwitchStatement, frame: Frame): flow.Flow {
    this.visit(node.expression, frame);
    const { clauses } = node.caseBlock;
    let ends: flow.Flow = flow.NEXT;
    clauses.forEach((clause, way) => {
      ends |= this.#statements(clause.statements, maybe(frame, node, way));
    });
    return ends & ~flow.BREAK;
  }

  #try({ tryBlock, catchClause, finallyBlock }: ts.TryStatement, frame: Frame): flow.Flow {
    let ends = this.visit(tryBlock, frame);
    if (catchClause !== undefined) {
      ends |= this.visit(catchClause.block, maybe(frame, catchClause));
    }
    if (finallyBlock === undefined) return ends;
    const last = this.visit(finallyBlock, frame);
    return flow.goesOn(last) ? ends | (last & ~flow.NEXT) : last;
  }

  #forOf(loop: ts.ForOfStatement, frame: Frame): flow.Flow {
    this.visit(loop.expression, frame);
    const list = this.#evaluator.evaluate(loop.expression, frame.scope);
    return this.#turns(loop, list.kind === "list" ? list.items : undefined, frame);
  }

  #forIn(loop: ts.ForInStatement, frame: Frame): flow.Flow {
    this.visit(loop.expression, frame);
    const entries = this.#evaluator.entriesOf(
      this.#evaluator.evaluate(loop.expression, frame.scope),
    );
    const keys = entries?.map(([name]) => constant(name));
    return this.#turns(loop, keys, frame);
  }

  #turns(
    { initializer, statement }: ts.ForInOrOfStatement,
    items: readonly Value[] | undefined,
    frame: Frame,
  ): flow.Flow {
    const variable = ts.isVariableDeclarationList(initializer)
      ? initializer.declarations[0]?.name
      : undefined;
    if (items === undefined || variable === undefined) {
      return flow.behindLoop(this.visit(statement, maybe(frame, statement)));
    }
    let turn = frame;
    let behind: flow.Flow = 0;
    for (const item of items) {
      const scope = bindName(variable, item, frame.scope, this.#evaluator);
      const ends = this.visit(statement, { ...turn, scope });
      behind |= ends & (flow.RETURN | flow.JUMP);
      const leaves = ends & (flow.BREAK | flow.RETURN | flow.JUMP);
      if (leaves === ends && (ends & flow.JUMP) === 0) {
        this.#followed.pass(statement);
        return ends === flow.RETURN ? behind : behind | flow.NEXT;
      }
      if (leaves !== 0) turn = maybe(frame, statement);
    }
    if (items.length === 0) this.#followed.pass(statement);
    return behind | flow.NEXT;
  }
}

/** What is reached only if a fork leads there. */
export function maybe(frame: Frame, fork: ts.Node, way = 0): Frame {
  const arms = [...frame.arms, { fork, way }];
  return { ...frame, arms, presence: frame.presence === "late" ? "late" : "conditional" };
}

function isShortCircuit(operator: ts.SyntaxKind): boolean {
  return (
    operator === ts.SyntaxKind.AmpersandAmpersandToken ||
    operator === ts.SyntaxKind.BarBarToken ||
    operator === ts.SyntaxKind.QuestionQuestionToken
  );
}
