import type { Diagnostic } from "./diagnostic.ts";
import { posixRelative } from "./posix-path.ts";

/**
 * MQ1062: a file or folder that emitted files can't go to.
 *
 * @param path - Absolute.
 * @param root - What the diagnostic's place is relative to.
 */
export function outputConflict(
  path: string,
  root: string,
  { message, hint }: { message: string; hint: string },
): Diagnostic {
  const file = posixRelative(root, path);
  return {
    code: "MQ1062",
    severity: "error",
    message: `${file} ${message}`,
    location: { file, line: 1, column: 1, endLine: 1, endColumn: 1 },
    hint,
  };
}
