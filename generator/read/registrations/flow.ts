import type { ts } from "../compiler/compiler.ts";

/**
 * How a statement may end: any of these, as bits. A statement that always throws ends in none of them:
 * then the module does not start, and what follows matters to nobody.
 */
export type Flow = number;

export const NEXT = 1;
export const RETURN = 2;
export const BREAK = 4;
export const CONTINUE = 8;
/** `break` or `continue` with a label. */
export const JUMP = 16;

/** Whether what follows is reached, for sure or perhaps. */
export function goesOn(flow: Flow): boolean {
  return (flow & NEXT) !== 0;
}

/** What is left of a body's flow behind its loop, if the loop may run any number of times. */
export function behindLoop(body: Flow): Flow {
  return NEXT | (body & (RETURN | JUMP));
}

/** One of the ways at a fork. */
export interface Arm {
  /** The condition, list or clause that decides. */
  readonly fork: ts.Node;
  readonly way: number;
}
