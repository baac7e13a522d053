/** What one check of `mqant-gen doctor` found. */
export interface Finding {
  /** What was looked at, in a word or two; stable. */
  check: string;
  /** `problem` is wrong; a `warning` works, and is going to surprise somebody. */
  level: "fine" | "warning" | "problem";
  message: string;
  /** What to do about it. */
  cure?: string;
}

export function fine(check: string, message: string): Finding {
  return { check, level: "fine", message };
}

export function warning(check: string, message: string, cure: string): Finding {
  return { check, level: "warning", message, cure };
}

export function problem(check: string, message: string, cure: string): Finding {
  return { check, level: "problem", message, cure };
}
