import type { ts } from "./compiler/compiler.ts";

/** What a type is read for: a handler's parameter or result, or a push. */
export interface Subject {
  /** How messages name a place in it: `Login.settle(order.lines[].price)`. */
  show(path: string): string;
  /** Nobody wrote this type: the compiler concluded it from the handler's code. */
  readonly inferred: boolean;
}

/** The place in a type that is being read. */
export interface Spot {
  readonly subject: Subject;
  /** Such as `order.lines[].price`. */
  readonly path: string;
  /** Where to report what is wrong here. */
  readonly node: ts.Node;
  /** How many types it lies inside. */
  readonly depth: number;
  /** Whether somebody else reports what is wrong here. */
  readonly quiet: boolean;
}

/** The first spot of a subject. */
export function spotOf(subject: Subject, path: string, node: ts.Node): Spot {
  return { subject, path, node, depth: 0, quiet: false };
}

/** A spot inside another. */
export function inside(spot: Spot, step: string, node: ts.Node = spot.node): Spot {
  return { ...spot, path: spot.path + step, node, depth: spot.depth + 1 };
}

/** The step into a property: `.name`, or `["odd name"]`. */
export function propertyStep(name: string): string {
  return /^[\p{ID_Start}$_][\p{ID_Continue}$]*$/u.test(name)
    ? `.${name}`
    : `[${JSON.stringify(name)}]`;
}
