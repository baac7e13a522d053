import { endsWithin } from "../async/ends-within.ts";
import { RpcError } from "../errors.ts";
import type { LimitedLog } from "../limited-log.ts";
import type { SessionStore, StoredSettings } from "./session-store.ts";

/** A user's save that the store has not ended, and the one behind it. */
interface Saving {
  running: Promise<void>;
  /** Shared by all who ask while one runs: it saves what there is when its turn comes. */
  next: { readonly done: Promise<void>; settings: StoredSettings } | undefined;
}

/**
 * A {@link SessionStore} as the gate uses it: every call ends, failures have a code, and of `save` and `touch`
 * one runs at a time per user, until the store has ended it: what is late overwrites nothing newer.
 */
export class StoredUsers {
  readonly #store: SessionStore;
  readonly #timeoutMs: number;
  readonly #log: LimitedLog;
  readonly #saving = new Map<string, Saving>();
  readonly #touching = new Set<string>();

  /** @param timeoutMs - How long a call of the store may take, in milliseconds. */
  constructor(store: SessionStore, timeoutMs: number, log: LimitedLog) {
    this.#store = store;
    this.#timeoutMs = timeoutMs;
    this.#log = log;
  }

  /**
   * The texts among what is stored; anything else a store may return is passed over.
   *
   * @throws {RpcError} `unavailable` if the store fails or takes too long.
   */
  load(userId: string): Promise<ReadonlyMap<string, string>> {
    return this.#ask("load", userId, async () => textsOf(await this.#store.load(userId)));
  }

  /**
   * Saves this, or what is newer by the time the store has ended the save before it.
   *
   * @throws {RpcError} `unavailable` if the store fails, or takes too long for both together.
   */
  save(userId: string, settings: StoredSettings): Promise<void> {
    return this.#ask("save", userId, () => this.#inOrder(userId, settings));
  }

  /** Tells the store that users are connected; what fails is logged. */
  touch(userIds: Iterable<string>): void {
    for (const userId of userIds) {
      if (this.#touching.has(userId)) continue;
      this.#touching.add(userId);
      void this.#touch(userId); // never rejects
    }
  }

  async #touch(userId: string): Promise<void> {
    try {
      // Without a time limit: as long as it runs, no other is started.
      await this.#store.touch(userId);
    } catch (error) {
      this.#log.write(
        "warn",
        "store_touch",
        { userId, err: error },
        "the session store's touch failed",
      );
    } finally {
      this.#touching.delete(userId);
    }
  }

  #inOrder(userId: string, settings: StoredSettings): Promise<void> {
    const saving = this.#saving.get(userId);
    if (saving === undefined) {
      const first: Saving = { running: Promise.resolve(), next: undefined };
      // Before it is begun: a store may throw at once.
      this.#saving.set(userId, first);
      return (first.running = this.#save(userId, settings));
    }
    if (saving.next !== undefined) {
      saving.next.settings = settings;
      return saving.next.done;
    }
    const start = () => {
      const { next } = saving;
      saving.next = undefined;
      return (saving.running = this.#save(userId, next?.settings ?? settings));
    };
    const done = saving.running.then(start, start);
    saving.next = { done, settings };
    return done;
  }

  async #save(userId: string, settings: StoredSettings): Promise<void> {
    try {
      // Without a time limit, which is the waiting caller's.
      await this.#store.save(userId, settings);
    } finally {
      if (this.#saving.get(userId)?.next === undefined) this.#saving.delete(userId);
    }
  }

  async #ask<T>(what: string, userId: string, call: () => Promise<T>): Promise<T> {
    let failure: unknown;
    try {
      const answer = Promise.resolve(call());
      if (await endsWithin(answer, this.#timeoutMs)) return await answer;
      failure = new Error(`no answer within ${this.#timeoutMs} ms`);
      answer.catch(() => {}); // what a late answer says is of no use any more
    } catch (error) {
      failure = error;
    }
    const fields = { userId, err: failure };
    this.#log.write("error", `store_${what}`, fields, `the session store's ${what} failed`);
    throw new RpcError("unavailable", `the session store's ${what} failed`, { cause: failure });
  }
}

function textsOf(stored: unknown): ReadonlyMap<string, string> {
  const texts = new Map<string, string>();
  if (typeof stored !== "object" || stored === null || Array.isArray(stored)) return texts;
  for (const [key, value] of Object.entries(stored)) {
    if (typeof value === "string") texts.set(key, value);
  }
  return texts;
}
