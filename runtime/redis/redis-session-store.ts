import { RpcError } from "../errors.ts";
import type { SessionStore, StoredSettings } from "../gate/session-store.ts";
import { FreshUsers } from "./fresh-users.ts";
import { OwnClient } from "./own-client.ts";

/** Thirty days, in milliseconds. */
const EXPIRE_MS = 30 * 24 * 60 * 60 * 1000;

/** An expiry is put off when this part of it is over: a user costs no command each time it is touched. */
const PUT_OFF_AFTER = 0.1;

/** What the store asks of a client of its user's own: those of `@redis/client` and `redis` have it. */
export interface RedisCommands {
  get(key: string): Promise<string | null>;
  set(key: string, value: string, options?: SetOptions): Promise<unknown>;
  del(key: string): Promise<unknown>;
  pExpire(key: string, milliseconds: number): Promise<unknown>;
}

/** How long a value lives. */
interface SetOptions {
  readonly expiration: { readonly type: "PX"; readonly value: number };
}

/** Where a {@link RedisSessionStore} keeps what it is given: `url` or `client`, not both. */
export interface RedisSessionStoreOptions {
  /**
   * `redis://user:password@host:6379/0`, or `rediss://` for TLS. The store connects by itself and comes back
   * by itself; {@link RedisSessionStore.close} ends the connection.
   */
  url?: string | undefined;
  /** A client that is connected, looked after and closed by whoever made it; of a cluster, for example. */
  client?: RedisCommands | undefined;
  /** What all keys begin with. @defaultValue "mqant:session:" */
  prefix?: string | undefined;
  /**
   * How long a user is kept who is not connected, in milliseconds; 0 for ever. Exact to a tenth of it.
   *
   * @defaultValue 2592000000, thirty days
   */
  expireMs?: number | undefined;
}

/**
 * A {@link SessionStore} in Redis: settings are there at whatever gate their user comes back. Needs the
 * package `@redis/client`.
 *
 * A user is one key, `prefix` and the user id as in a URL; the settings are its value, as JSON, so a save is
 * one command and another reader sees all of it or nothing. Of two sessions of one user the last save counts.
 *
 * @example
 * import { RedisSessionStore } from "mqant/redis";
 *
 * const gate = new Gate({ sessionStore: new RedisSessionStore({ url: "redis://localhost:6379" }) });
 */
export class RedisSessionStore implements SessionStore, AsyncDisposable {
  readonly #own: OwnClient | undefined;
  readonly #client: () => RedisCommands | Promise<RedisCommands>;
  readonly #prefix: string;
  readonly #expireMs: number;
  readonly #fresh: FreshUsers;

  /** @throws {RpcError} `invalid_argument` for options that are wrong. */
  constructor(options: RedisSessionStoreOptions) {
    const { url, client, prefix = "mqant:session:", expireMs = EXPIRE_MS } = options;
    if (!Number.isSafeInteger(expireMs) || expireMs < 0) {
      throw wrong(`expireMs is ${expireMs}; a whole number is expected, 0 for no expiry`);
    }
    if (url !== undefined && client === undefined) {
      const own = (this.#own = new OwnClient(url));
      this.#client = () => own.commands();
    } else if (client !== undefined && url === undefined) {
      this.#client = () => client;
    } else {
      throw wrong("either url or client is expected: where Redis is, or who talks to it");
    }
    this.#prefix = prefix;
    this.#expireMs = expireMs;
    this.#fresh = new FreshUsers(expireMs * PUT_OFF_AFTER);
  }

  async load(userId: string): Promise<StoredSettings | undefined> {
    const json = await this.#ask("load", (client) => client.get(this.#key(userId)));
    if (json === null) return undefined;
    try {
      return JSON.parse(json) as StoredSettings; // the gate takes the texts of whatever it is
    } catch (error) {
      const text = `the value of ${this.#key(userId)} is not JSON`;
      throw new RpcError("unavailable", text, { cause: error });
    }
  }

  async save(userId: string, settings: StoredSettings): Promise<void> {
    const json = JSON.stringify(settings);
    const options: SetOptions | undefined =
      this.#expireMs === 0 ? undefined : { expiration: { type: "PX", value: this.#expireMs } };
    await this.#ask("save", (client) => client.set(this.#key(userId), json, options));
    this.#fresh.add(userId);
  }

  async delete(userId: string): Promise<void> {
    await this.#ask("delete", (client) => client.del(this.#key(userId)));
    this.#fresh.remove(userId);
  }

  async touch(userId: string): Promise<void> {
    if (this.#expireMs === 0 || this.#fresh.has(userId)) return;
    await this.#ask("touch", (client) => client.pExpire(this.#key(userId), this.#expireMs));
    this.#fresh.add(userId);
  }

  /** Ends the connection that `url` asked for, when what is under way has been answered. Twice is fine. */
  async close(): Promise<void> {
    await this.#own?.close();
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  /**
   * One key for each user id, whatever is in it: JSON tells lone surrogates apart, which UTF-8 can't, and
   * without a colon in it no id can look like another store's prefix.
   */
  #key(userId: string): string {
    return this.#prefix + encodeURIComponent(JSON.stringify(userId).slice(1, -1));
  }

  async #ask<T>(what: string, ask: (client: RedisCommands) => Promise<T>): Promise<T> {
    try {
      return await ask(await this.#client());
    } catch (error) {
      // The client's own word for it is only that it is offline.
      const cause = this.#own?.whyAway ?? error;
      const text = `Redis did not ${what}: ${messageOf(cause)}`;
      throw new RpcError("unavailable", text, { cause });
    }
  }
}

function wrong(text: string): RpcError {
  return new RpcError("invalid_argument", `RedisSessionStore: ${text}`);
}

/** A host with several addresses fails with an error that has a code and no message. */
function messageOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.message || ("code" in error ? String(error.code) : error.name);
}
