import type { GateClient } from "./gate-client.ts";

/** Which clients of one gate are bound to which users. */
export class UserTable {
  readonly #byUser = new Map<string, Set<GateClient>>();

  /** The users that are bound to somebody. */
  ids(): Iterable<string> {
    return this.#byUser.keys();
  }

  /** Who is bound to a user, in the order in which they were. */
  of(userId: string): readonly GateClient[] {
    return [...(this.#byUser.get(userId) ?? [])];
  }

  /** A client is bound to the user that it says. */
  add(client: GateClient): void {
    if (client.userId === "") return;
    const clients = this.#byUser.get(client.userId);
    if (clients === undefined) this.#byUser.set(client.userId, new Set([client]));
    else clients.add(client);
  }

  /** A client is about to be somebody else, or nobody. */
  remove(client: GateClient): void {
    const clients = this.#byUser.get(client.userId);
    clients?.delete(client);
    if (clients?.size === 0) this.#byUser.delete(client.userId);
  }
}
