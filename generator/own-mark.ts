import { GENERATED_BY } from "./emit/header.ts";
import { isLockFile } from "./lock/lock-text.ts";
import { isSourceMap } from "./emit/source-marks.ts";

/** Whether a file with this text was written by the generator; nothing else is ever replaced or removed. */
export function isOurs(text: string): boolean {
  // The header stands in the first lines; the same words further down are somebody's quotation.
  const head = text.split("\n", 6).join("\n");
  return head.includes(GENERATED_BY) || isSourceMap(text) || isLockFile(text);
}

/** Whether a file with this text was printed with a template of the user's. */
export function isFromTemplate(text: string): boolean {
  const head = text.split("\n", 6).join("\n");
  return new RegExp(`${GENERATED_BY} \\S+ with \\S`).test(head);
}
