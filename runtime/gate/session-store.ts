/** What is kept of a user between connections. */
export type StoredSettings = Readonly<Record<string, string>>;

/**
 * Keeps the settings of bound users, so that they are there again when the user comes back, at whatever
 * gate. Each method may take its time and may reject: only the session that asked suffers.
 *
 * Source: mqant's `gate.StorageHandler` (`Storage Delete Query Heartbeat`).
 */
export interface SessionStore {
  /** The settings of a user, or `undefined` if there are none. Called by `session.bind`. */
  load(userId: string): Promise<StoredSettings | undefined>;
  /** Keeps the settings of a user: after `session.bind`, and after each change of a bound session. */
  save(userId: string, settings: StoredSettings): Promise<void>;
  /** Forgets a user. The gate never does; it is for applications. */
  delete(userId: string): Promise<void>;
  /** The user is still connected: what expires shall not. One call at a time per user. */
  touch(userId: string): Promise<void>;
}
