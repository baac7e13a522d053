import { Fifo } from "../async/fifo.ts";
import type { Broker } from "../broker/broker.ts";
import { Publisher, type PublisherOwner } from "../broker/publisher.ts";
import type { Counters } from "../counters.ts";

/** A reply on its way. */
export interface OutgoingReply {
  /** The queue that the caller waits at. */
  readonly replyTo: string;
  readonly content: Buffer;
  readonly headers?: Readonly<Record<string, unknown>> | undefined;
  /** When its caller stops waiting, on the clock of `performance.now()`. */
  readonly deadline: number;
}

/** What a {@link ReplyOutbox} is made of. */
export interface ReplyOutboxOptions {
  readonly broker: Pick<Broker, "blockedBy">;
  /** What may wait to be sent, in bytes; the oldest beyond it are dropped. */
  readonly maxUnsentBytes: number;
  readonly counters: Counters;
}

/** Sends replies as soon as the broker takes them. Those whose caller has stopped waiting are dropped. */
export class ReplyOutbox implements PublisherOwner {
  readonly publisher: Publisher = new Publisher(this, { confirms: false });
  readonly #options: ReplyOutboxOptions;
  readonly #waiting = new Fifo<OutgoingReply>();
  #bytes = 0;

  constructor(options: ReplyOutboxOptions) {
    this.#options = options;
  }

  send(reply: OutgoingReply): void {
    this.#waiting.push(reply);
    this.#bytes += reply.content.length;
    this.flush();
    while (this.#bytes > this.#options.maxUnsentBytes && this.#waiting.size > 1) {
      this.#take();
      this.#options.counters.repliesDropped++;
    }
  }

  /** Sends what waits, as far as it can be sent. */
  flush(): void {
    const { broker, counters } = this.#options;
    while (this.publisher.isWritable && broker.blockedBy === undefined) {
      const reply = this.#take();
      if (reply === undefined) return;
      if (reply.deadline <= performance.now()) counters.repliesDropped++;
      else this.#publish(reply);
    }
  }

  publisherOpened(): void {
    this.flush();
  }

  writable(): void {
    this.flush();
  }

  publisherLost(): void {}

  /** The caller is gone, or has named a queue that never was. */
  returned(): void {
    this.#options.counters.returned++;
  }

  #take(): OutgoingReply | undefined {
    const reply = this.#waiting.shift();
    this.#bytes -= reply?.content.length ?? 0;
    return reply;
  }

  #publish({ replyTo, content, headers }: OutgoingReply): void {
    this.publisher.publish({
      exchange: "",
      routingKey: replyTo,
      content,
      contentType: "text/plain",
      headers,
      persistent: false,
    });
  }
}
