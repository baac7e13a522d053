/** Gets the parsed body of a push. */
export type PushListener = (body: unknown) => void;

/** Who listens to which push topic. */
export class PushListeners {
  readonly #byTopic = new Map<string, Set<{ readonly listener: PushListener }>>();
  readonly #onError: (error: unknown, topic: string) => void;

  /** @param onError - Gets what a listener throws, or rejects with if it is asynchronous. */
  constructor(onError: (error: unknown, topic: string) => void) {
    this.#onError = onError;
  }

  /** Adds a listener; the same function may be added more than once. Returns what removes it. */
  add(topic: string, listener: PushListener): () => void {
    // An object of its own, so that each addition is removed by its own function alone.
    const entry = { listener };
    const entries = this.#byTopic.get(topic) ?? new Set();
    this.#byTopic.set(topic, entries.add(entry));
    return () => {
      entries.delete(entry);
      if (entries.size === 0 && this.#byTopic.get(topic) === entries) this.#byTopic.delete(topic);
    };
  }

  /** Whether anybody listens to `topic`. */
  has(topic: string): boolean {
    return this.#byTopic.has(topic);
  }

  /** Calls the listeners of `topic` in the order in which they were added. */
  emit(topic: string, body: unknown): void {
    // A copy: listeners may add and remove listeners.
    for (const { listener } of Array.from(this.#byTopic.get(topic) ?? [])) {
      // Not awaited: a slow listener holds nobody up; what it throws, now or later, goes to #onError.
      void (async () => await (listener(body) as unknown))().catch((error: unknown) =>
        this.#onError(error, topic),
      );
    }
  }

  clear(): void {
    this.#byTopic.clear();
  }
}
