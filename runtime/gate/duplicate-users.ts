import { RpcError } from "../errors.ts";
import type { LimitedLog } from "../limited-log.ts";
import type { HandlerServer } from "../module/handler-server.ts";
import type { RpcCaller } from "../rpc/rpc-caller.ts";
import type { ClientTable } from "./client-table.ts";
import type { GateClient } from "./gate-client.ts";
import type { DuplicatePolicy } from "./gate-settings.ts";
import { text, wrong } from "./handler-arguments.ts";

/** How long another gate may take to say whether it has a user, in milliseconds. */
const ANSWER_MS = 1000;

/** What a gate says of a user that a session is to be bound to. */
interface Holders {
  /** Whether another session is just being bound to the user, and comes first. */
  readonly isTaken: boolean;
  /** Sessions that are bound to the user, and connected. */
  readonly connected: readonly string[];
  /** Those whose client is away: they stand in nobody's way. */
  readonly away: readonly string[];
}

/** A session that is being bound to a user. */
interface Claim {
  readonly sessionId: string;
  /** Another one comes first. */
  isLost: boolean;
}

/** What {@link DuplicateUsers} is made of. */
export interface DuplicateUsersOptions {
  readonly policy: Exclude<DuplicatePolicy, "allow">;
  readonly caller: RpcCaller;
  /** The other gates of this type, such as `"Gate@Gate002"`. */
  readonly others: () => readonly string[];
  readonly clients: ClientTable;
  readonly log: LimitedLog;
}

/**
 * Sees to it that a user is bound to one session, at whichever gate: all gates of a type are asked before one
 * is bound. A gate that can't be asked is passed over.
 *
 * Of two sessions that are bound to a user at the same time, each gate picks the same one, by their ids. Only
 * sessions that were bound when their gate was asked are sent away. So neither both are left nor none, and no
 * clocks are needed.
 */
export class DuplicateUsers {
  readonly #options: DuplicateUsersOptions;
  readonly #claims = new Map<string, Set<Claim>>();

  constructor(options: DuplicateUsersOptions) {
    this.#options = options;
  }

  /** Registers what the other gates ask. */
  register(server: HandlerServer): void {
    server.registerGO("ClaimUser", (userId: unknown, sessionId: unknown) =>
      this.#holders(text(userId, "a user id"), text(sessionId, "a session id")),
    );
    server.registerGO("KickSessions", (userId: unknown, sessions: unknown) => {
      this.#kick(text(userId, "a user id"), idsIn(sessions));
    });
  }

  /**
   * Binds a session to a user.
   *
   * @param bind - Does it; calls its argument at the last moment, which throws if it may not any more.
   * @throws {RpcError} `already_exists` if the user has another session and new ones are refused, `aborted` if
   *   another is bound at the same time; what `bind` throws.
   */
  async bind(
    { sessionId }: GateClient,
    userId: string,
    bind: (check: () => void) => Promise<void>,
  ): Promise<void> {
    const { policy, others } = this.#options;
    const claim: Claim = { sessionId, isLost: false };
    const here = this.#holders(userId, sessionId);
    this.#claim(userId, claim);
    const elsewhere = new Map<string, Holders>();
    try {
      const ask = async (gate: string) => {
        const args = [userId, sessionId];
        const answer = await this.#call(gate, "ClaimUser", args);
        if (answer !== undefined) elsewhere.set(gate, answer as Holders); // the other gate's own handler
      };
      if (!here.isTaken) await Promise.all(others().map(ask));
      const all = [here, ...elsewhere.values()];
      if (policy === "refuse_new" && all.some(({ connected }) => connected.length > 0)) {
        throw new RpcError("already_exists", "the user is bound to another session");
      }
      const isTaken = all.some((holders) => holders.isTaken);
      await bind(() => {
        if (!isTaken && !claim.isLost) return;
        throw new RpcError("aborted", "the user is being bound to another session");
      });
    } finally {
      this.#release(userId, claim);
    }
    this.#kick(userId, idsOf(here));
    await Promise.all(
      Array.from(elsewhere, async ([gate, holders]) => {
        const ids = idsOf(holders);
        // In an object: mqant's own wire has no lists as arguments.
        if (ids.length > 0) await this.#call(gate, "KickSessions", [userId, { ids }]);
      }),
    );
  }

  /** Who has a user, but for one session; where both are only being bound, one of them is told to give way. */
  #holders(userId: string, sessionId: string): Holders {
    let isTaken = false;
    for (const claim of this.#claims.get(userId) ?? []) {
      if (claim.sessionId < sessionId) isTaken = true;
      else if (claim.sessionId > sessionId) claim.isLost = true;
    }
    const bound = this.#options.clients.users.of(userId);
    const others = bound.filter((client) => client.sessionId !== sessionId);
    const idsWhere = (isAway: boolean) =>
      others.filter((client) => client.isAway === isAway).map((client) => client.sessionId);
    return { isTaken, connected: idsWhere(false), away: idsWhere(true) };
  }

  #claim(userId: string, claim: Claim): void {
    const claims = this.#claims.get(userId);
    if (claims === undefined) this.#claims.set(userId, new Set([claim]));
    else claims.add(claim);
  }

  #release(userId: string, claim: Claim): void {
    const claims = this.#claims.get(userId);
    claims?.delete(claim);
    if (claims?.size === 0) this.#claims.delete(userId);
  }

  /** Sends away those that are still this user's. */
  #kick(userId: string, sessionIds: readonly unknown[]): void {
    for (const id of sessionIds) {
      const client = this.#options.clients.find(id);
      if (client?.userId === userId) client.end("duplicate_user", "its user has another session");
    }
  }

  /** @returns `undefined` if the other gate does not answer. */
  async #call(gate: string, handler: string, args: readonly unknown[]): Promise<unknown> {
    const { caller, log } = this.#options;
    try {
      return await caller.invoke(gate, handler, args, { timeoutMs: ANSWER_MS });
    } catch (error) {
      const { code } = RpcError.from(error);
      log.write(
        "warn",
        "duplicate_users",
        { gate, code },
        `${gate} was not asked for a user: ${code}`,
      );
      return undefined;
    }
  }
}

function idsOf({ connected, away }: Holders): string[] {
  return [...connected, ...away];
}

function idsIn(sessions: unknown): readonly unknown[] {
  if (typeof sessions === "object" && sessions !== null && "ids" in sessions) {
    if (Array.isArray(sessions.ids)) return sessions.ids;
  }
  throw wrong("session ids in an object", sessions);
}
