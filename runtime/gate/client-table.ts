import { RpcError } from "../errors.ts";
import type { GateClient } from "./gate-client.ts";
import { GroupTable, type GroupLimits } from "./group-table.ts";
import { UserTable } from "./user-table.ts";

/**
 * The clients of one gate, by session id, by client id, by user and by group. Bounded by `MaxConnNum`, and by
 * `maxAwaySessions` for those whose connection broke.
 */
export class ClientTable implements Iterable<GateClient> {
  /** Who is in which group; those who are removed here leave theirs. */
  readonly groups: GroupTable;
  /** Who is bound to which user; those who are removed here are nobody's. */
  readonly users: UserTable = new UserTable();
  readonly #bySession = new Map<string, GateClient>();
  readonly #byClientId = new Map<string, GateClient>();
  #lastSerial = 0;

  constructor(limits: GroupLimits) {
    this.groups = new GroupTable(limits);
  }

  /** How many there are, those whose `onConnect` runs and those that are away included. */
  get size(): number {
    return this.#bySession.size;
  }

  add(client: GateClient): void {
    client.serial = ++this.#lastSerial;
    this.#bySession.set(client.sessionId, client);
  }

  /**
   * Gives a client its client id, which belongs to one client at a time.
   *
   * @returns The client that had it, which has it no more.
   */
  claim(clientId: string, client: GateClient): GateClient | undefined {
    if (clientId === "") return undefined; // the gate's choice: the session id does
    const former = this.#byClientId.get(clientId);
    this.#byClientId.set(clientId, client);
    return former === client ? undefined : former;
  }

  /** Who has this client id. */
  ofClientId(clientId: string): GateClient | undefined {
    return this.#byClientId.get(clientId);
  }

  remove(client: GateClient): void {
    this.#bySession.delete(client.sessionId);
    this.groups.leaveAll(client);
    this.users.remove(client);
    const { clientId } = client;
    // Only its own: after a takeover the id is another's.
    if (this.#byClientId.get(clientId) === client) this.#byClientId.delete(clientId);
  }

  find(sessionId: unknown): GateClient | undefined {
    return typeof sessionId === "string" ? this.#bySession.get(sessionId) : undefined;
  }

  /** @throws {RpcError} `not_found` if the session is over, or there never was one. */
  get(sessionId: unknown): GateClient {
    const client = this.find(sessionId);
    if (client !== undefined) return client;
    throw new RpcError("not_found", "there is no such session: its connection is closed");
  }

  /**
   * Those who were let in, in the order in which they came.
   *
   * @param after - Leaves out those up to this {@link GateClient.serial}; they are passed over one by one.
   */
  *joined(after = 0): Generator<GateClient, void, void> {
    for (const client of this) if (client.serial > after && !client.isJoining) yield client;
  }

  [Symbol.iterator](): Iterator<GateClient> {
    return this.#bySession.values();
  }
}
