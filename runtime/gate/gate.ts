import { endsWithin } from "../async/ends-within.ts";
import { TimingWheel } from "../async/timing-wheel.ts";
import type { ModuleSettings } from "../config/config.ts";
import { RpcError } from "../errors.ts";
import { BaseModule } from "../module/base-module.ts";
import type { App } from "../module/module.ts";
import { hostOf } from "../module/module-host.ts";
import type { PushBody } from "../rpc/registry.ts";
import type { BroadcastOptions, SendOptions } from "../session/delivery.ts";
import type { Session } from "../session/session.ts";
import { ClientTable } from "./client-table.ts";
import { Dispatch } from "./dispatch.ts";
import { DuplicateUsers } from "./duplicate-users.ts";
import type { DuplicatePolicy } from "./gate-settings.ts";
import { registerFanOut } from "./fan-out-handlers.ts";
import { FanOut } from "./fan-out.ts";
import { GateServer } from "./gate-server.ts";
import { readGateSettings } from "./read-gate-settings.ts";
import { LimitedLog } from "../limited-log.ts";
import type { GateAddress } from "./listen-address.ts";
import { Reception } from "./reception.ts";
import { sendAway } from "./send-away.ts";
import type { SessionInfo } from "./session-info.ts";
import { infoOf, registerSessionList } from "./session-list.ts";
import { SessionHandlers } from "./session-handlers.ts";
import { hooksOf, type ConnectCredentials } from "./session-hooks.ts";
import type { SessionStore } from "./session-store.ts";
import { StoredUsers } from "./stored-users.ts";

/** How long `onDisconnect` of clients that were sent away may take, in milliseconds. */
const GOODBYE_MS = 1000;

/** How a gate is made, beside the `Settings` of its configuration. */
export interface GateOptions {
  /** Keeps settings of bound users between connections. Without one they end with the connection. */
  sessionStore?: SessionStore | undefined;
  /** Keys of `Settings` that belong to a class that extends the gate; any other is an error. */
  ownSettings?: readonly string[] | undefined;
}

/** What exists between `onInit` and `onDestroy`. */
interface Running {
  readonly clients: ClientTable;
  readonly reception: Reception;
  readonly server: GateServer;
  readonly users: StoredUsers | undefined;
  readonly touchIntervalMs: number;
  readonly fanOut: FanOut;
}

/**
 * The module that speaks MQTT to clients: it turns what they publish on `Type[@Id]/HD_handler[/msgid]`
 * into calls, sends the results back on the same topic, and keeps a session for each connection. Extend it
 * to say who may connect.
 *
 * Source: mqant's `gate.Gate`.
 *
 * @example
 * class MyGate extends Gate {
 *   override async onConnect(session: Session, { username, password }: ConnectCredentials) {
 *     if (!(await isRight(username, password))) throw new RpcError("unauthenticated", "wrong password");
 *     await session.bind(username);
 *   }
 * }
 */
export class Gate extends BaseModule {
  readonly #options: GateOptions;
  #running: Running | undefined;
  #touching: NodeJS.Timeout | undefined;

  constructor(options: GateOptions = {}) {
    super();
    this.#options = options;
  }

  getType(): string {
    return "Gate";
  }

  /**
   * A client wants to connect. Throw to refuse it: an `RpcError` `unauthenticated` is answered with
   * CONNACK 4 (bad user name or password), anything else with 5 (not authorized). The session's verbs work:
   * bind it here if the credentials name a user. Must end within `connectTimeoutMs`.
   */
  onConnect(_session: Session, _credentials: ConnectCredentials): void | Promise<void> {}

  /**
   * A client whose connection had broken is there again with its session, with the setting `resume`.
   * `onConnect` is not called for it: its credentials are those that were let in. Pushes at QoS 1 that it has
   * not acknowledged are on their way; this is where to send what it may have missed besides.
   */
  onResume(_session: Session): void | Promise<void> {}

  /**
   * A session is over, for whatever reason: with its connection, or with `resume` when its client has not come
   * back in time. Called once for each session that `onConnect` let in; the session's verbs give `not_found`
   * from now on. Other modules may be called.
   */
  onDisconnect(_session: Session): void | Promise<void> {}

  /** @throws {ConfigError} for settings that are wrong or unknown, and certificates that can't be used. */
  override async onInit(app: App, settings: ModuleSettings): Promise<void> {
    await super.onInit(app, settings);
    const resolved = readGateSettings(settings, this.#options.ownSettings ?? []);
    const name = `${settings.type}@${settings.id}`;
    const log = new LimitedLog(this.log);
    const { counters } = hostOf(app);
    const clients = new ClientTable(resolved);
    const { sessionStore } = this.#options;
    const users = sessionStore && new StoredUsers(sessionStore, resolved.storeTimeoutMs, log);
    const dispatch = new Dispatch({
      invoke: (target, handler, args, options) => this.invoke(target, handler, args, options),
      instances: (type) => this.app.instances(type),
      allowedModules: resolved.allowedModules,
      maxJsonDepth: resolved.maxJsonDepth,
      log,
    });
    const reception = new Reception({
      serverId: settings.id,
      target: name,
      caller: this,
      dispatch,
      clients,
      limits: resolved,
      resume: resolved.resume ? resolved : undefined,
      wheel: new TimingWheel(),
      hooks: hooksOf(this, Gate.prototype),
      log,
      counters,
    });
    const server = new GateServer({
      name,
      settings: resolved,
      host: reception,
      log,
      counters,
      health: () => this.app.health(),
    });
    const { touchIntervalMs, pushQos } = resolved;
    const duplicates = this.#duplicates(resolved.onDuplicateUser, settings, clients, log);
    duplicates?.register(this.server);
    new SessionHandlers({ clients, users, duplicates, pushQos }).register(this.server);
    const fanOut = new FanOut(clients, pushQos);
    registerFanOut(this.server, clients, fanOut);
    registerSessionList(this.server, clients);
    this.#running = { clients, reception, server, users, touchIntervalMs, fanOut };
  }

  /** @throws {RpcError} `failed_precondition` if a port can't be had. */
  async onStart(): Promise<void> {
    const { server, users, clients, touchIntervalMs } = this.#ready();
    await server.start();
    for (const address of server.addresses()) {
      const { network, host, port } = address;
      this.log.info(address, `listens for ${network} on ${host} port ${port}`);
    }
    if (users === undefined) return;
    this.#touching = setInterval(() => users.touch(clients.users.ids()), touchIntervalMs);
  }

  /** Serves until the app closes; then sends the clients away within its `closeTimeoutMs`. */
  override async run(signal: AbortSignal): Promise<void> {
    const running = this.#ready();
    if (!signal.aborted) {
      await new Promise((resolve) => signal.addEventListener("abort", resolve, { once: true }));
    }
    await this.#sendAway(running, hostOf(this.app).closeTimeoutMs);
  }

  /** Waits for `onDisconnect` of those who were sent away, while the other modules still answer it. */
  async onStop(): Promise<void> {
    clearInterval(this.#touching);
    if (this.#running === undefined) return;
    await this.#sendAway(this.#running, GOODBYE_MS); // for whoever has another `run`
    await endsWithin(this.#running.reception.farewellsSaid(), GOODBYE_MS);
  }

  override async onDestroy(): Promise<void> {
    await this.onStop(); // A start that failed half-way was never stopped.
    await super.onDestroy();
  }

  /** Where clients can connect, with the ports that were really taken; empty unless the gate listens. */
  addresses(): readonly GateAddress[] {
    return this.#running?.server.addresses() ?? [];
  }

  /** How many clients there are, those whose `onConnect` runs included. */
  get connectionCount(): number {
    if (this.#running === undefined) return 0;
    const { clients, reception } = this.#running;
    return clients.size - reception.awayCount;
  }

  /**
   * Who is there: the sessions of this gate that were let in, those whose client is away included, in the order
   * in which they began. Each is looked at when it is asked for, in a few microseconds, and nothing is held
   * meanwhile. For all gates there is `Gates`.
   *
   * @example
   * const slow = [...gate.sessions()].filter(({ unsentBytes }) => unsentBytes > 100_000);
   */
  *sessions(): Generator<SessionInfo, void, void> {
    for (const client of this.#ready().clients.joined()) yield infoOf(client);
  }

  /**
   * Pushes one message to all clients of this gate, encoded once. Does not wait for their acknowledgements.
   * For all gates there is `Gates`.
   *
   * @returns How many were reached.
   * @throws {RpcError} `invalid_argument` for a topic or body that can't be sent.
   */
  async broadcast<T extends string>(
    topic: T,
    body: PushBody<T>,
    options: BroadcastOptions = {},
  ): Promise<number> {
    return await this.#ready().fanOut.toAll(topic, body, options);
  }

  /** {@link broadcast} to the members of a group that are connected to this gate. */
  async sendToGroup<T extends string>(
    group: string,
    topic: T,
    body: PushBody<T>,
    options: BroadcastOptions = {},
  ): Promise<number> {
    return await this.#ready().fanOut.toGroup(group, topic, body, options);
  }

  /** {@link broadcast} to some sessions of this gate; those that are gone are passed over. */
  async sendBatch<T extends string>(
    sessionIds: readonly string[],
    topic: T,
    body: PushBody<T>,
    options: SendOptions = {},
  ): Promise<number> {
    return await this.#ready().fanOut.toSessions(sessionIds, topic, body, options);
  }

  /**
   * Adds a session of this gate to a group, for as long as it lasts. Twice is fine. Elsewhere this is
   * `session.join`.
   *
   * @throws {RpcError} `not_found` if the session is gone, `invalid_argument` for a name that is empty or
   *   longer than `maxGroupNameBytes`, `resource_exhausted` beyond `maxGroupsPerSession`.
   */
  join(sessionId: string, group: string): void {
    const { clients } = this.#ready();
    clients.groups.join(clients.get(sessionId), group);
  }

  /**
   * Takes a session of this gate out of a group. One that is not in it is fine.
   *
   * @throws {RpcError} `not_found` if the session is gone.
   */
  leave(sessionId: string, group: string): void {
    const { clients } = this.#ready();
    clients.groups.leave(clients.get(sessionId), group);
  }

  /**
   * The groups that a session of this gate is in.
   *
   * @throws {RpcError} `not_found` if the session is gone.
   */
  groupsOf(sessionId: string): string[] {
    const { clients } = this.#ready();
    return clients.groups.groupsOf(clients.get(sessionId));
  }

  #duplicates(
    policy: DuplicatePolicy,
    { type, id: own }: ModuleSettings,
    clients: ClientTable,
    log: LimitedLog,
  ): DuplicateUsers | undefined {
    if (policy === "allow") return undefined;
    const others = () =>
      this.app.instances(type).flatMap(({ id }) => (id === own ? [] : [`${type}@${id}`]));
    return new DuplicateUsers({ policy, caller: this, others, clients, log });
  }

  async #sendAway({ server, clients, reception }: Running, timeoutMs: number): Promise<void> {
    const { requests } = reception;
    await sendAway({ server, clients, requests, log: this.log }, timeoutMs);
  }

  #ready(): Running {
    if (this.#running !== undefined) return this.#running;
    throw new RpcError(
      "failed_precondition",
      `${this.getType()} was used before it was initialised`,
    );
  }
}
