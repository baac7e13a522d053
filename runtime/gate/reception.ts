import type { TimingWheel } from "../async/timing-wheel.ts";
import { RpcError } from "../errors.ts";
import { runAside } from "../rpc/call-context.ts";
import type { RpcCaller } from "../rpc/rpc-caller.ts";
import type { Session } from "../session/session.ts";
import type { Counters } from "../counters.ts";
import type { ClientTable } from "./client-table.ts";
import { levelOf, type CloseReason } from "./close-reason.ts";
import type { ConnectRequest } from "./connect-packet.ts";
import type { ConnectionHost, ConnectionLimits, RefusedConnect } from "./connection-host.ts";
import type { Dispatch } from "./dispatch.ts";
import { GateClient, type ClientHost } from "./gate-client.ts";
import type { LimitedLog } from "../limited-log.ts";
import type { MqttConnection } from "./mqtt-connection.ts";
import { TurnEnd } from "../async/turn-end.ts";

/** What a client says of itself in CONNECT. */
export interface ConnectCredentials {
  /** Empty if the client leaves the choice to the gate. */
  readonly clientId: string;
  readonly username: string | undefined;
  /** Decoded as UTF-8. */
  readonly password: string | undefined;
}

/** What an application may have to say about clients that come and go. */
export interface ReceptionHooks {
  onConnect(session: Session, credentials: ConnectCredentials): void | Promise<void>;
  onDisconnect(session: Session): void | Promise<void>;
}

/** What a {@link Reception} is made of. */
export interface ReceptionOptions {
  readonly serverId: string;
  readonly target: string;
  readonly caller: RpcCaller;
  readonly dispatch: Dispatch;
  readonly clients: ClientTable;
  readonly limits: ConnectionLimits;
  readonly wheel: TimingWheel;
  readonly hooks: ReceptionHooks;
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
  readonly #clients: ClientTable;
  readonly #hooks: ReceptionHooks;
  readonly #log: LimitedLog;
  readonly #counters: Counters;
  /** Clients whose `onConnect` runs. */
  readonly #admitting = new Map<MqttConnection, GateClient>();
  readonly #farewells = new Set<Promise<void>>();

  constructor(options: ReceptionOptions) {
    this.serverId = options.serverId;
    this.target = options.target;
    this.caller = options.caller;
    this.dispatch = options.dispatch;
    this.limits = options.limits;
    this.wheel = options.wheel;
    this.#clients = options.clients;
    this.#hooks = options.hooks;
    this.#log = options.log;
    this.#counters = options.counters;
  }

  async admit(
    connection: MqttConnection,
    { clientId, username, password }: ConnectRequest,
  ): Promise<GateClient | RefusedConnect> {
    const client = new GateClient(connection, this);
    // Known before the hook runs: it may bind the session, or send to it.
    this.#clients.add(client);
    this.#admitting.set(connection, client);
    try {
      await this.#hooks.onConnect(client.session(), { clientId, username, password });
      this.#counters.clients++;
      this.#counters.clientsConnected++;
      return client;
    } catch (thrown) {
      this.#clients.remove(client);
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
    const { clientId, socket } = client.connection;
    // [MQTT-3.1.4-2] The same client id: the old connection is closed. Only once the new one is accepted,
    // or anybody could throw out anybody.
    const former = this.#clients.claim(clientId, client);
    former?.connection.close("taken_over", "the same client id connected again");
    const { sessionId } = client;
    const { network, ip } = socket;
    this.#log.write(
      "debug",
      "connected",
      { sessionId, clientId, network, ip },
      "a client connected",
    );
  }

  clientClosed(client: GateClient): void {
    this.#counters.clients--;
    this.#clients.remove(client);
    const farewell = runAside(() => this.#farewell(client.session()));
    this.#farewells.add(farewell);
    void farewell.then(() => this.#farewells.delete(farewell)); // never rejects
  }

  connectionClosed(connection: MqttConnection, { kind, text }: CloseReason): void {
    // One whose hook is still running is forgotten now: the hook may never end.
    const client = this.#admitting.get(connection);
    if (client !== undefined) this.#clients.remove(client);
    this.#counters.clientsDisconnected.add(kind);
    const { clientId, socket } = connection;
    const fields = { clientId, network: socket.network, ip: socket.ip };
    this.#log.write(levelOf(kind), kind, fields, `a connection is closed: ${text}`);
  }

  /** Resolves when no `onDisconnect` runs. */
  async farewellsSaid(): Promise<void> {
    while (this.#farewells.size > 0) await Promise.all(this.#farewells);
  }

  async #farewell(session: Session): Promise<void> {
    try {
      await this.#hooks.onDisconnect(session);
    } catch (error) {
      const { sessionId, userId } = session;
      const text = `onDisconnect failed: ${RpcError.from(error).message}`;
      this.#log.write("error", "on_disconnect", { sessionId, userId, err: error }, text);
    }
  }
}
