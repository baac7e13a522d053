import { RpcError } from "../errors.ts";
import type { SessionStore, StoredSettings } from "./session-store.ts";

/** What bounds a {@link MemorySessionStore}. */
export interface MemorySessionStoreOptions {
  /** Beyond it the user who was seen longest ago is forgotten. @defaultValue 100000 */
  maxUsers?: number | undefined;
}

/** A {@link SessionStore} in this process's memory: for one gate, for tests, for a start. */
export class MemorySessionStore implements SessionStore {
  readonly #maxUsers: number;
  /** In the order in which users were last seen. */
  readonly #users = new Map<string, StoredSettings>();

  /** @throws {RpcError} `invalid_argument` if `maxUsers` is not a whole number above 0. */
  constructor({ maxUsers = 100_000 }: MemorySessionStoreOptions = {}) {
    if (!Number.isInteger(maxUsers) || maxUsers < 1) {
      throw new RpcError(
        "invalid_argument",
        `maxUsers is ${maxUsers}; a number above 0 is expected`,
      );
    }
    this.#maxUsers = maxUsers;
  }

  /** How many users are kept. */
  get size(): number {
    return this.#users.size;
  }

  load(userId: string): Promise<StoredSettings | undefined> {
    return Promise.resolve(this.#users.get(userId));
  }

  save(userId: string, settings: StoredSettings): Promise<void> {
    this.#users.delete(userId); // to the end of the order
    this.#users.set(userId, settings);
    for (const oldest of this.#users.keys()) {
      if (this.#users.size <= this.#maxUsers) break;
      this.#users.delete(oldest);
    }
    return Promise.resolve();
  }

  delete(userId: string): Promise<void> {
    this.#users.delete(userId);
    return Promise.resolve();
  }

  touch(userId: string): Promise<void> {
    const settings = this.#users.get(userId);
    return settings === undefined ? Promise.resolve() : this.save(userId, settings);
  }
}
