import { createHash } from "node:crypto";

/** A short name for some bytes or some text. It finds changes; it is no protection from attackers. */
export function hashOf(data: string | Uint8Array): string {
  return createHash("sha1").update(data).digest("base64url");
}
