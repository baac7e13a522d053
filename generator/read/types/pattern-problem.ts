import { patternRuns } from "./pattern-runs.ts";

/** What is wrong with the regular expression of a `@pattern`. */
export interface PatternProblem {
  code: "MQ1082";
  reason: string;
  hint: string;
}

/**
 * Looks for what makes a pattern useless or dangerous: no regular expression, or one of which nobody can
 * prove that a text of some thousand characters, which any client may send, won't keep it busy for seconds.
 */
export function patternProblem(pattern: string): PatternProblem | undefined {
  if (pattern === "") {
    return {
      code: "MQ1082",
      reason: "has @pattern without a regular expression",
      hint: "write it behind the tag: @pattern ^[a-z]+$",
    };
  }
  try {
    void new RegExp(pattern, "u");
  } catch (error) {
    const text = error instanceof Error ? error.message : String(error);
    return {
      code: "MQ1082",
      reason: `has a @pattern that is no regular expression: ${text}`,
      hint: "it is read as JavaScript does with the flag u, without slashes around it",
    };
  }
  const runs = patternRuns(pattern);
  if (runs === "linear") return undefined;
  return {
    code: "MQ1082",
    reason:
      runs === "restarts"
        ? `has the @pattern ${pattern}, which tries each place of a long text anew`
        : `has the @pattern ${pattern}, which may match the beginning of one text in too many ways`,
    hint:
      runs === "restarts"
        ? "begin it with ^"
        : "let no two repetitions that follow each other, and no two alternatives in a repetition, take the same characters",
  };
}
