/** A closed loop of calls. */
export interface Loop {
  /** Of the body, as JSON. */
  readonly bytes: number;
  readonly inFlight: number;
}

/** What calls took. */
export interface Load {
  readonly perSecond: number;
  /** Milliseconds. */
  readonly p50: number;
  readonly p99: number;
  /** All that were made, also those that ended after the time was over. */
  readonly calls: number;
}

/** What a process needs once its garbage is collected, in bytes. */
export interface Memory {
  readonly rss: number;
  readonly heapUsed: number;
}

/** What the processes of a contestant are told, and what they answer. */
export type Orders = {
  /** To the caller: calls for some time. */
  load: { order: Loop & { seconds: number }; answer: Load };
  /** To the caller: that many calls. */
  calls: { order: Loop & { count: number }; answer: true };
  /** To the caller: notes for some time. It answers how many, once the broker has them. */
  notes: { order: Loop & { seconds: number }; answer: number };
  /** To the callee: answers when that many notes have come since it was told the last time. */
  heard: { order: { count: number }; answer: true };
  /** To both. */
  memory: { order: true; answer: Memory };
};
