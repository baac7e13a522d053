import { createHmac, randomBytes, timingSafeEqual } from "node:crypto";
import type { ConnectRequest } from "./connect-packet.ts";

/** What a session is kept by when its connection breaks. */
export interface Keeping {
  /** What the credentials hash to that its client has to say again. */
  readonly proof: Buffer;
  /** How long the session is kept, in milliseconds. */
  readonly ms: number;
}

/**
 * Which sessions outlive a broken connection, and who gets them again: whoever names the same client id
 * and has the same credentials, which are kept as a hash.
 */
export class SessionKeeping {
  readonly #resumeMs: number;
  // Of this gate alone: what it keeps can't be held against a list of passwords elsewhere.
  readonly #key = randomBytes(32);

  /** @param resumeMs - How long a session is kept at most. */
  constructor(resumeMs: number) {
    this.#resumeMs = resumeMs;
  }

  /**
   * What there is to keep the session of this CONNECT by; `undefined` if it ends with its connection:
   * [MQTT-3.1.2-6] the session of a clean start before MQTT 5, and any of a client without a password. A
   * client id is no secret, and with nothing else anybody could come and take the session.
   */
  of(request: ConnectRequest): Keeping | undefined {
    const { protocolVersion, isClean, sessionExpirySeconds } = request;
    const { username = null, password } = request;
    if (password === undefined || password === "") return undefined;
    if (protocolVersion !== 5 && isClean) return undefined;
    // What is kept was said in one version: it goes on in that.
    const text = JSON.stringify([protocolVersion, username, password]);
    const proof = createHmac("sha256", this.#key).update(text).digest();
    if (protocolVersion !== 5) return { proof, ms: this.#resumeMs };
    // MQTT 5 counts in seconds, and clients are told.
    const seconds = Math.min(Math.ceil(this.#resumeMs / 1000), sessionExpirySeconds);
    return { proof, ms: seconds * 1000 };
  }
}

/** Whether two were made of the same credentials. */
export function isSameClient(one: Keeping, other: Keeping): boolean {
  return timingSafeEqual(one.proof, other.proof);
}
