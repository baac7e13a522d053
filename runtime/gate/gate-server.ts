import type { Socket } from "node:net";
import type { ClientSocket } from "./client-socket.ts";
import type { ConnectionHost } from "./connection-host.ts";
import { Door, type Visit } from "./door.ts";
import type { ResolvedGateSettings } from "./resolved-gate-settings.ts";
import { levelOf } from "./close-reason.ts";
import type { Counters } from "../counters.ts";
import type { Health } from "../health.ts";
import type { LimitedLog } from "../limited-log.ts";
import type { GateAddress, ListenAddress } from "./listen-address.ts";
import { MqttConnection } from "./mqtt-connection.ts";
import { SocketListener } from "./socket-listener.ts";
import { TcpSocket } from "./tcp-socket.ts";
import { WsListener } from "./ws-listener.ts";

/** How much longer than its packet a WebSocket message may be: several packets may share one. */
const WS_MESSAGE_ROOM = 1024;

/** What a {@link GateServer} is made of. */
export interface GateServerOptions {
  /** `Type@Id` of the gate, for messages. */
  readonly name: string;
  readonly settings: ResolvedGateSettings;
  readonly host: ConnectionHost;
  readonly log: LimitedLog;
  readonly counters: Counters;
  readonly health: () => Health;
}

/** The ports of a gate: every socket that comes in becomes an {@link MqttConnection}. */
export class GateServer {
  readonly #options: GateServerOptions;
  readonly #door: Door;
  readonly #listeners: { network: GateAddress["network"]; listener: SocketListener }[] = [];

  constructor(options: GateServerOptions) {
    this.#options = options;
    const { settings, host, log, counters } = options;
    this.#door = new Door(settings, host.wheel, ({ network, ip }, { kind, text }) => {
      counters.clientsDisconnected.add(kind);
      log.write(levelOf(kind), kind, { network, ip }, `a socket is closed: ${text}`);
    });
    const { wsAddress, tcpAddress } = settings;
    if (tcpAddress !== undefined) this.#addTcp(tcpAddress);
    if (wsAddress !== undefined) this.#addWs(wsAddress);
  }

  /** @throws {RpcError} `failed_precondition` if a port can't be had; call {@link stop} then. */
  async start(): Promise<void> {
    for (const { listener } of this.#listeners) await listener.listen();
  }

  /** Where clients can connect: nothing before {@link start} and after {@link stop}. */
  addresses(): GateAddress[] {
    return this.#listeners.flatMap(({ network, listener }) => {
      const { bound } = listener;
      return bound === undefined ? [] : [{ network, host: bound.address, port: bound.port }];
    });
  }

  /** Accepts no more sockets; those that have not said CONNECT are closed. Twice is fine. */
  stop(): void {
    for (const { listener } of this.#listeners) listener.stop();
    this.#door.closeWaiting();
  }

  /** Resolves when no socket is open. */
  empty(): Promise<void> {
    return this.#door.empty();
  }

  /** Closes all sockets at once. */
  closeAll(): void {
    this.#door.closeAll();
  }

  #addTcp(address: ListenAddress): void {
    const { tls } = this.#options.settings;
    const network = tls === undefined ? "tcp" : "tls";
    this.#add("TCPAddr", address, network, (socket, visit) => {
      this.#connect(new TcpSocket(socket, visit));
    });
  }

  #addWs(address: ListenAddress): void {
    const { settings, health } = this.#options;
    const { allowedOrigins, trustedProxies, maxPacketBytes, tls } = settings;
    const network = tls === undefined ? "ws" : "wss";
    const upgrades = new WsListener({
      allowedOrigins,
      trustedProxies,
      maxMessageBytes: maxPacketBytes + WS_MESSAGE_ROOM,
      health,
      locate: (visit, ip) => this.#door.locate(visit, ip),
      onClient: (socket) => this.#connect(socket),
    });
    this.#add("WSAddr", address, network, (socket, visit) => upgrades.accept(socket, visit));
  }

  #add(
    setting: string,
    address: ListenAddress,
    network: GateAddress["network"],
    onSocket: (socket: Socket, visit: Visit) => void,
  ): void {
    const { name, settings, log } = this.#options;
    const listener = new SocketListener({
      address,
      network,
      tls: settings.tls,
      proxies: settings.proxyProtocol ? settings.trustedProxies : undefined,
      door: this.#door,
      setting: `${setting} in Settings of ${name}`,
      onSocket,
      onFailedAccept: (error) => {
        log.write("error", "accept", { network }, `a socket can't be accepted: ${error.message}`);
      },
    });
    this.#listeners.push({ network, listener });
  }

  #connect(socket: ClientSocket): void {
    const connection = new MqttConnection(socket, this.#options.host);
    connection.start();
  }
}
