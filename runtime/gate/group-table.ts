import { RpcError } from "../errors.ts";
import type { GateClient } from "./gate-client.ts";

/** What bounds groups; `GateSettings` says what each means. */
export interface GroupLimits {
  readonly maxGroupsPerSession: number;
  readonly maxGroupNameBytes: number;
}

/**
 * Which clients of one gate are in which groups. A group is there while somebody is in it; a client belongs
 * to its groups until it leaves them or its session ends.
 */
export class GroupTable {
  readonly #limits: GroupLimits;
  readonly #members = new Map<string, Set<GateClient>>();
  /** Only of those that are in a group: most clients may be in none. */
  readonly #groups = new Map<GateClient, Set<string>>();

  constructor(limits: GroupLimits) {
    this.#limits = limits;
  }

  /**
   * Adds a client to a group. Twice is fine.
   *
   * @throws {RpcError} `invalid_argument` for a name that is empty or too long, `resource_exhausted` if the
   *   client is in as many groups as it may.
   */
  join(client: GateClient, group: string): void {
    const groups = this.#groups.get(client) ?? new Set();
    if (groups.has(group)) return;
    this.#checkName(group);
    const { maxGroupsPerSession } = this.#limits;
    if (groups.size >= maxGroupsPerSession) {
      const text = `the session is in ${groups.size} groups, as many as maxGroupsPerSession allows`;
      throw new RpcError("resource_exhausted", text);
    }
    this.#groups.set(client, groups.add(group));
    const members = this.#members.get(group);
    if (members === undefined) this.#members.set(group, new Set([client]));
    else members.add(client);
  }

  /** Takes a client out of a group. One that is not in it is fine. */
  leave(client: GateClient, group: string): void {
    const groups = this.#groups.get(client);
    if (groups?.delete(group) !== true) return;
    if (groups.size === 0) this.#groups.delete(client);
    this.#removeMember(client, group);
  }

  /** Takes a client out of all groups: its session has ended. */
  leaveAll(client: GateClient): void {
    for (const group of this.#groups.get(client) ?? []) this.#removeMember(client, group);
    this.#groups.delete(client);
  }

  /** The groups that a client is in, in the order in which it joined them. */
  groupsOf(client: GateClient): string[] {
    return [...(this.#groups.get(client) ?? [])];
  }

  /** Who is in a group at the moment. */
  membersOf(group: string): GateClient[] {
    return [...(this.#members.get(group) ?? [])];
  }

  #removeMember(client: GateClient, group: string): void {
    const members = this.#members.get(group);
    members?.delete(client);
    if (members?.size === 0) this.#members.delete(group);
  }

  #checkName(group: string): void {
    if (group === "") throw new RpcError("invalid_argument", "a group's name is not empty");
    const { maxGroupNameBytes } = this.#limits;
    const bytes = Buffer.byteLength(group);
    if (bytes <= maxGroupNameBytes) return;
    const text = `a group's name of ${bytes} bytes; maxGroupNameBytes allows ${maxGroupNameBytes}`;
    throw new RpcError("invalid_argument", text);
  }
}
