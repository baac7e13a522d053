import { createRequire } from "node:module";
import type * as Scslre from "scslre";

/** What is wrong with the regular expression of a `@pattern`. */
export interface PatternProblem {
  code: "MQ1082";
  reason: string;
  hint: string;
}

/**
 * Looks for what makes a pattern useless or dangerous: no regular expression, or one that a text of some
 * thousand characters, which any client may send, keeps busy for seconds.
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
  const [report] = analyser().analyse({ source: pattern, flags: "u" }).reports;
  if (report === undefined) return undefined;
  const isStart = report.type === "Move";
  return {
    code: "MQ1082",
    reason: isStart
      ? `has the @pattern ${pattern}, which tries each place of a long text anew`
      : `has the @pattern ${pattern}, which can match one text in too many ways`,
    hint: isStart
      ? "begin it with ^"
      : "let no two repetitions that follow each other take the same characters",
  };
}

let loaded: typeof Scslre | undefined;

/** Loaded only where a pattern is: it takes as long as reading ten modules. */
function analyser(): typeof Scslre {
  // What the package exports is what its declarations say.
  loaded ??= createRequire(import.meta.url)("scslre") as typeof Scslre;
  return loaded;
}
