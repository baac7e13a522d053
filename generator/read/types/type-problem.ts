/** What is wrong with a type. */
export interface TypeProblem {
  code: string;
  /** Goes after the path: `is a Map, …`. */
  reason: string;
  /** What to use instead. */
  hint?: string;
}

/** Where nobody wrote a type, what is wrong with it is that nobody wrote it. */
export function asInferred(problem: TypeProblem): TypeProblem {
  if (!["MQ1042", "MQ1051", "MQ1026", "MQ1046"].includes(problem.code)) return problem;
  return {
    code: "MQ1024",
    reason: `can't be concluded from the handler's code: it ${problem.reason}`,
    hint: "annotate the handler's result type",
  };
}
