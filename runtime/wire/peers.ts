import { randomBytes } from "node:crypto";
import type { Flushable, TurnEnd } from "../async/turn-end.ts";
import type { Broker } from "../broker/broker.ts";
import type { Publisher } from "../broker/publisher.ts";
import type { Counters } from "../counters.ts";
import { isFull } from "./frame.ts";
import type { RemoteServedCall } from "./remote-served-call.ts";
import { encodeReplies, type ReplyParts, type Server } from "./reply-message.ts";
import type { Asker, Probe } from "./request-message.ts";
import { Attachments } from "./wire-value.ts";

/** Processes that asked and went are forgotten when there are more than this. */
const MAX_IDLE = 256;

/** Names this process, from its start to its end. */
const BOOT = randomBytes(6).toString("base64url");

/** What {@link Peers} need of the wire. */
export interface PeersOptions {
  readonly broker: Pick<Broker, "blockedBy">;
  readonly publisher: Publisher;
  readonly turn: TurnEnd;
  /** Replies that may wait to be sent to one process, in bytes; the oldest beyond it are dropped. */
  readonly maxUnsentBytes: number;
  readonly counters: Counters;
}

/** The processes that ask this one. */
export class Peers {
  readonly #options: PeersOptions;
  readonly #peers = new Map<string, Peer>();
  readonly #leaving: string[] = [];

  constructor(options: PeersOptions) {
    this.#options = options;
  }

  /** This process's name for others, and its clock. */
  static get boot(): string {
    return BOOT;
  }

  of({ from, key }: Asker): Peer {
    const id = `${from} ${key}`;
    let peer = this.#peers.get(id);
    if (peer === undefined) {
      if (this.#peers.size >= MAX_IDLE) this.#forgetIdle();
      this.#peers.set(id, (peer = new Peer(from, key, this.#leaving, this.#options)));
    }
    return peer;
  }

  /** Sends what waits, as far as it can be sent. */
  flushAll(): void {
    for (const peer of this.#peers.values()) peer.flush();
  }

  /**
   * Tells all that this process is leaving a queue, and with all that they are sent from now on. Again is fine.
   *
   * @returns Whether there is anybody.
   */
  tellLeaving(queue: string): boolean {
    if (!this.#leaving.includes(queue)) this.#leaving.push(queue);
    for (const peer of this.#peers.values()) peer.tellLeaving();
    return this.#peers.size > 0;
  }

  /** The reply queue `from` does not exist any more. */
  gone(from: string): void {
    for (const [id, peer] of this.#peers) if (peer.from === from) this.#peers.delete(id);
  }

  #forgetIdle(): void {
    for (const [id, peer] of this.#peers) if (peer.isIdle) this.#peers.delete(id);
  }
}

/** A reply as JSON, or how to make it when it is known which message it goes with. */
export type Encoded = string | ((attachments: Attachments) => string);

/** A reply that waits to be sent. */
interface Waiting {
  readonly encode: Encoded;
  readonly bytes: number;
  /** When its caller stops waiting, on the clock of `performance.now()`. */
  readonly deadline: number;
}

/** One process that asks: its calls that run here, and the replies on their way to it. */
export class Peer implements Flushable {
  readonly from: string;
  /** Calls that did not end at once, by number. */
  readonly calls: Map<number, RemoteServedCall> = new Map();
  readonly #key: string;
  /** Grows, as all peers are told. */
  readonly #leaving: readonly string[];
  readonly #options: PeersOptions;
  #replies: Waiting[] = [];
  #unknown: Probe | undefined;
  #server: Server | undefined;
  #isToHearOfLeaving = false;
  #bytes = 0;
  #isScheduled = false;

  constructor(from: string, key: string, leaving: readonly string[], options: PeersOptions) {
    this.from = from;
    this.#key = key;
    this.#leaving = leaving;
    this.#options = options;
  }

  get isIdle(): boolean {
    return this.calls.size === 0 && !this.#isScheduled && this.#replies.length === 0;
  }

  /** Sends a reply at the end of this turn. */
  reply(waiting: Waiting): void {
    this.#replies.push(waiting);
    this.#bytes += waiting.bytes;
    if (this.#bytes > this.#options.maxUnsentBytes) this.#dropOldest();
    this.#schedule();
  }

  /** Says which of these calls are not known here: behind the replies that were given before. */
  tellUnknown({ at, numbers }: Probe): void {
    this.#unknown = { at, numbers: numbers.filter((number) => !this.calls.has(number)) };
    this.#schedule();
  }

  /** Says who serves a queue. */
  tellServer(server: Server): void {
    this.#server = server;
    this.#schedule();
  }

  /** Says which queues this process is leaving. */
  tellLeaving(): void {
    this.#isToHearOfLeaving = true;
    this.#schedule();
  }

  flush(): void {
    this.#isScheduled = false;
    const { publisher, broker } = this.#options;
    // What the broker does not take would fill the socket; here it can expire.
    if (!publisher.isWritable || broker.blockedBy !== undefined) return;
    const now = performance.now();
    const waiting = this.#replies;
    this.#replies = [];
    this.#bytes = 0;
    let replies: string[] = [];
    let attachments = new Attachments();
    let bytes = 0;
    for (const each of waiting) {
      if (each.deadline <= now) {
        this.#options.counters.repliesDropped++;
        continue;
      }
      const { encode } = each;
      replies.push(typeof encode === "string" ? encode : encode(attachments));
      bytes += each.bytes;
      if (!isFull(replies.length, bytes)) continue;
      this.#publish({ replies }, attachments);
      replies = [];
      attachments = new Attachments();
      bytes = 0;
    }
    const unknown = this.#unknown;
    const server = this.#server;
    this.#unknown = undefined;
    this.#server = undefined;
    const isNews = this.#isToHearOfLeaving || unknown !== undefined || server !== undefined;
    this.#isToHearOfLeaving = false;
    if (replies.length === 0 && !isNews) return;
    this.#publish({ replies, unknown, server }, attachments);
  }

  #publish(parts: ReplyParts, attachments: Attachments): void {
    const answerer = { key: this.#key, boot: BOOT, clock: performance.now() };
    const leaving = this.#leaving.length === 0 ? undefined : this.#leaving;
    const said = { ...parts, leaving };
    const { content, contentType } = encodeReplies(answerer, said, attachments.parts);
    this.#options.publisher.publish({ exchange: "", routingKey: this.from, content, contentType });
  }

  #schedule(): void {
    if (this.#isScheduled) return;
    this.#isScheduled = true;
    this.#options.turn.add(this);
  }

  #dropOldest(): void {
    while (this.#bytes > this.#options.maxUnsentBytes && this.#replies.length > 1) {
      const oldest = this.#replies.shift();
      this.#bytes -= oldest?.bytes ?? 0;
      this.#options.counters.repliesDropped++;
    }
  }
}
