import { isUtf8 } from "node:buffer";
import { RpcError } from "../errors.ts";

/**
 * Parses a request's JSON.
 *
 * @param maxDepth - How deep arrays and objects may be nested.
 * @throws {RpcError} `invalid_argument`.
 */
export function parseBody(payload: Buffer, maxDepth: number): unknown {
  const text = payload.toString("utf8");
  // What is not UTF-8 became U+FFFD, which may also stand there by itself.
  if (text.includes("\uFFFD") && !isUtf8(payload)) throw notJson();
  // Each level takes two characters: short texts need no look.
  if (text.length > 2 * maxDepth && isDeeperThan(text, maxDepth)) {
    throw new RpcError("invalid_argument", `body is nested deeper than ${maxDepth}`);
  }
  try {
    return JSON.parse(text);
  } catch {
    throw notJson(); // the parser's own text quotes the body, and nobody asked for that
  }
}

function notJson(): RpcError {
  return new RpcError("invalid_argument", "body must be JSON");
}

const QUOTE = 0x22;
const BACKSLASH = 0x5c;

/** Whether brackets outside of strings are nested deeper than `limit`; true JSON is not needed. */
function isDeeperThan(text: string, limit: number): boolean {
  let depth = 0;
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index);
    if (code === QUOTE) {
      index = endOfString(text, index);
    } else if (code === 0x5b || code === 0x7b) {
      if (++depth > limit) return true;
    } else if (code === 0x5d || code === 0x7d) {
      depth--;
    }
  }
  return false;
}

/** Where the string that begins at `start` has its closing quote; the text's end if it has none. */
function endOfString(text: string, start: number): number {
  for (let index = start + 1; index < text.length; index++) {
    const code = text.charCodeAt(index);
    if (code === BACKSLASH) index++;
    else if (code === QUOTE) return index;
  }
  return text.length;
}
