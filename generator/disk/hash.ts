import { createHash } from "node:crypto";

/** A short name for some bytes or some text. It finds changes; it is no protection from attackers. */
export function hashOf(data: string | Uint8Array): string {
  return hashOfParts([data]);
}

/** The same for bytes in parts. */
export function hashOfParts(parts: Iterable<string | Uint8Array>): string {
  const hash = createHash("sha1");
  for (const part of parts) hash.update(part);
  return hash.digest("base64url");
}
