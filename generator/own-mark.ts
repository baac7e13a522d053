import { GENERATED_BY, headOf } from "./emit/header.ts";
import { isLockFile } from "./lock/lock-text.ts";
import { isSourceMap } from "./emit/source-marks.ts";

/** Whether a file with this text was written by the generator; nothing else is ever replaced or removed. */
export function isOurs(text: string): boolean {
  return headOf(text).includes(GENERATED_BY) || isSourceMap(text) || isLockFile(text);
}

/** Whether a file with this text was printed with a template of the user's. */
export function isFromTemplate(text: string): boolean {
  return new RegExp(`${GENERATED_BY} \\S+ with \\S`).test(headOf(text));
}
