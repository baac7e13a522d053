import { parser, type Packet, type Parser } from "mqtt-packet";
import { Violation } from "./close-reason.ts";

/**
 * mqtt-packet's parser, given whole packets one at a time, so that one serves all connections of a version.
 */
export class PacketParser {
  readonly #protocolVersion: number;
  #parser: Parser;
  #latest: Packet | undefined;
  #problem: Error | undefined;

  constructor(protocolVersion: 4 | 5) {
    this.#protocolVersion = protocolVersion;
    this.#parser = this.#fresh();
  }

  /** @throws {Violation} `malformed`. */
  parse(bytes: Buffer): Packet {
    this.#latest = undefined;
    this.#problem = undefined;
    let left = 0;
    try {
      left = this.#parser.parse(bytes);
    } catch (error) {
      this.#problem = error instanceof Error ? error : new Error(String(error));
    }
    const { problem, latest } = this.#outcome();
    if (problem === undefined && left === 0 && latest !== undefined) return latest;
    // A parser that failed keeps its place in the packet that failed.
    this.#parser = this.#fresh();
    throw new Violation(
      "malformed",
      problem?.message ?? "a packet that does not end where it says",
    );
  }

  /** What the parser's events have left. */
  #outcome() {
    return { problem: this.#problem, latest: this.#latest };
  }

  #fresh(): Parser {
    const fresh = parser({ protocolVersion: this.#protocolVersion });
    fresh.on("packet", (packet) => (this.#latest = packet));
    fresh.on("error", (error: Error) => (this.#problem = error));
    return fresh;
  }
}
