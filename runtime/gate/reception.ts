import type { TimingWheel } from "../async/timing-wheel.ts";
import { RpcError } from "../errors.ts";
import { runAside } from "../rpc/call-context.ts";
import type { RpcCaller } from "../rpc/rpc-caller.ts";
import type { Session } from "../session/session.ts";
import type { Counters } from "../counters.ts";
import { AwayClients } from "./away-clients.ts";
import type { ClientTable } from "./client-table.ts";
import { isBreak, levelOf, type CloseReason } from "./close-reason.ts";
import type { ConnectRequest } from "./connect-packet.ts";
import type {
  Admission,
  ConnectionHost,
  ConnectionLimits,
  RefusedConnect,
} from "./connection-host.ts";
import type { Dispatch } from "./dispatch.ts";
import { GateClient, type ClientHost } from "./gate-client.ts";
import type { LimitedLog } from "../limited-log.ts";
import type { MqttConnection } from "./mqtt-connection.ts";
import type { UserTable } from "./user-table.ts";
import { RequestsInFlight } from "./requests-in-flight.ts";
import type { AfterwardsHook, ChosenHooks } from "./session-hooks.ts";
import { isSameClient, SessionKeeping, type Keeping } from "./session-keeping.ts";
import { TurnEnd } from "../async/turn-end.ts";

/** What bounds the sessions that are away; `GateSettings` says what each means. */
export interface ResumeLimits {
  readonly resumeMs: number;
  readonly maxAwaySessions: number;
}

/** What a {@link Reception} is made of. */
export interface ReceptionOptions {
  readonly serverId: string;
  readonly target: string;
  readonly caller: RpcCaller;
  readonly dispatch: Dispatch;
  readonly clients: ClientTable;
  readonly limits: ConnectionLimits;
  /** Which sessions outlive a broken connection, if any do. */
  readonly resume: ResumeLimits | undefined;
  readonly wheel: TimingWheel;
  readonly hooks: ChosenHooks;
  readonly log: LimitedLog;
  readonly counters: Counters;
}

/**
 * Lets clients in and says goodbye to them: the application's hooks, takeovers, and what the log has to
 * say about it.
 */
export class Reception implements ConnectionHost, ClientHost {
  readonly serverId: string;
  readonly target: string;
  readonly caller: RpcCaller;
  readonly dispatch: Dispatch;
  readonly limits: ConnectionLimits;
  readonly wheel: TimingWheel;
  readonly turn: TurnEnd = new TurnEnd();
  readonly users: UserTable;
  readonly requests: RequestsInFlight = new RequestsInFlight();
  readonly #clients: ClientTable;
  readonly #hooks: ChosenHooks;
  readonly #log: LimitedLog;
  readonly #counters: Counters;
  /** Clients whose `onConnect` runs. */
  readonly #admitting = new Map<MqttConnection, GateClient>();
  readonly #hooksRunning = new Set<Promise<void>>();
  readonly #keeping: SessionKeeping | undefined;
  readonly #away: AwayClients<GateClient>;

  constructor(options: ReceptionOptions) {
    this.serverId = options.serverId;
    this.target = options.target;
    this.caller = options.caller;
    this.dispatch = options.dispatch;
    this.limits = options.limits;
    this.wheel = options.wheel;
    this.#clients = options.clients;
    this.users = options.clients.users;
    this.#hooks = options.hooks;
    this.#log = options.log;
    this.#counters = options.counters;
    const { resume } = options;
    this.#keeping = resume && new SessionKeeping(resume.resumeMs);
    this.#away = new AwayClients(resume?.maxAwaySessions ?? 0, this.wheel);
  }

  async admit(
    connection: MqttConnection,
    request: ConnectRequest,
  ): Promise<Admission | RefusedConnect> {
    const keeping = this.#keeping?.of(request);
    const kept = this.#keptFor(request, keeping);
    if (kept !== undefined) return { client: kept, isResumed: true, keeping };
    const client = new GateClient(connection, request, this);
    const { clientId, username, password } = request;
    // Known before the hook runs: it may bind the session, or send to it.
    this.#clients.add(client);
    this.#admitting.set(connection, client);
    try {
      await this.#hooks.onConnect(client.session(), { clientId, username, password });
      this.#counters.clients++;
      this.#counters.clientsConnected++;
      return { client, isResumed: false, keeping };
    } catch (thrown) {
      this.#clients.remove(client);
      client.finish();
      const error = RpcError.from(thrown);
      // CONNACK 4: bad user name or password; 5: not authorized.
      return {
        code: error.code === "unauthenticated" ? 4 : 5,
        text: `onConnect: ${error.message}`,
      };
    } finally {
      this.#admitting.delete(connection);
    }
  }

  clientConnected(client: GateClient): void {
    // [MQTT-3.1.4-2] The same client id: the old connection is closed, and [MQTT-3.1.2-6] its session over.
    // Only once the new one is accepted, or anybody could throw out anybody.
    const former = this.#clients.claim(client.clientId, client);
    former?.end("taken_over", "the same client id connected again");
    this.#log.write("debug", "connected", fieldsOf(client), "a client connected");
  }

  clientResumed(client: GateClient, wasAway: boolean): void {
    if (wasAway) {
      this.#away.remove(client);
      this.#counters.clientsAway--;
      this.#counters.clients++;
    }
    this.#counters.clientsResumed++;
    this.#log.write("debug", "resumed", fieldsOf(client), "a client is there again");
    this.#run("onResume", client);
  }

  clientDisconnected(client: GateClient, { kind }: CloseReason): void {
    this.#counters.clients--;
    const keepMs = client.keeping?.ms ?? 0;
    if (client.isJoining || keepMs === 0 || !isBreak(kind)) {
      this.#endSession(client);
      return;
    }
    client.rest();
    this.#counters.clientsAway++;
    this.#away.add(client, keepMs);
  }

  clientGivenUp(client: GateClient, { kind, text }: CloseReason): void {
    this.#away.remove(client);
    this.#counters.clientsAway--;
    this.#counters.awaySessionsEnded.add(kind);
    const fields = { ...fieldsOf(client), reason: kind };
    this.#log.write(levelOf(kind), "session_over", fields, `a session is over: ${text}`);
    this.#endSession(client);
  }

  connectionClosed(connection: MqttConnection, { kind, text }: CloseReason): void {
    // One whose hook is still running is forgotten now: the hook may never end.
    const client = this.#admitting.get(connection);
    if (client !== undefined) {
      this.#clients.remove(client);
      client.finish();
    }
    this.#counters.clientsDisconnected.add(kind);
    const { clientId, socket } = connection;
    const fields = { clientId, network: socket.network, ip: socket.ip };
    this.#log.write(levelOf(kind), kind, fields, `a connection is closed: ${text}`);
  }

  /** How many sessions wait for their clients. */
  get awayCount(): number {
    return this.#away.size;
  }

  /** Resolves when no `onDisconnect` runs. */
  async farewellsSaid(): Promise<void> {
    while (this.#hooksRunning.size > 0) await Promise.all(this.#hooksRunning);
  }

  /** The session that a client is to have again, if there is one that is its own. */
  #keptFor(
    { clientId, isClean }: ConnectRequest,
    keeping: Keeping | undefined,
  ): GateClient | undefined {
    if (keeping === undefined || isClean) return undefined;
    const client = this.#clients.ofClientId(clientId);
    if (client?.keeping === undefined || !isSameClient(client.keeping, keeping)) return undefined;
    return client;
  }

  #endSession(client: GateClient): void {
    this.#clients.remove(client);
    client.finish();
    this.#run("onDisconnect", client);
  }

  #run(hook: AfterwardsHook, client: GateClient): void {
    const run = this.#hooks[hook];
    if (run === undefined) return; // On Node below 24, running aside costs each promise from then on.
    const running = runAside(() => this.#runHook(hook, run, client.session()));
    this.#hooksRunning.add(running);
    void running.then(() => this.#hooksRunning.delete(running)); // never rejects
  }

  async #runHook(
    hook: AfterwardsHook,
    run: (session: Session) => void | Promise<void>,
    session: Session,
  ): Promise<void> {
    try {
      await run(session);
    } catch (error) {
      const { sessionId, userId } = session;
      const text = `${hook} failed: ${RpcError.from(error).message}`;
      const kind = hook === "onResume" ? "on_resume" : "on_disconnect";
      this.#log.write("error", kind, { sessionId, userId, err: error }, text);
    }
  }
}

function fieldsOf(client: GateClient): object {
  const { network, ip } = client.snapshot();
  return { sessionId: client.sessionId, clientId: client.clientId, network, ip };
}
