import { Gate, type ConnectCredentials, type Handler, type Session } from "mqant";
import type { IConnectPacket } from "mqtt-packet";
import { RawMqttClient, type Pace } from "./raw-mqtt-client.ts";
import type { Network } from "./raw-wire.ts";
import { RunningGate } from "./running-gate.ts";
import { TestCertificate } from "./test-certificate.ts";

const NETWORKS: readonly Network[] = ["tcp", "tls", "ws", "wss"];
const PACES: readonly Pace[] = ["send by send", "byte by byte", "in one segment"];

/** A gate, and one of the ways to reach it. */
export interface Way {
  readonly network: Network;
  readonly running: RunningGate;
  /** What CONNECT told the gate of each client that it let in, in order. */
  readonly credentials: readonly ConnectCredentials[];
  /** Bodies that `Test/HD_Echo` and `Test/HD_Note` were given, in order. */
  readonly served: readonly unknown[];
  /** A client that has sent nothing. */
  open(): Promise<RawMqttClient>;
  /** A client whose CONNECT is accepted. */
  connect(packet?: Partial<IConnectPacket>): Promise<RawMqttClient>;
}

/** What may be set for {@link everyWay}. */
export interface EveryWayOptions {
  settings?: Record<string, unknown>;
  /** Handlers of the module `Test`, besides `HD_Echo` and `HD_Note`. */
  handlers?: Record<string, Handler>;
  paces?: readonly Pace[];
  /** Plays the story in all ways at the same time, because it takes its time; `served` is then everybody's. */
  together?: boolean;
}

let certificate: TestCertificate | undefined;

/** One for all stories: to make it takes longer than to play one. */
function certificateOfThisProcess(): TestCertificate {
  const made = new TestCertificate();
  process.once("exit", () => made[Symbol.dispose]());
  return made;
}

/**
 * Plays a story with a gate over TCP, TLS, WebSocket and secure WebSocket, and each of these with what
 * clients send in one write a packet, byte by byte, and all in one segment.
 */
export async function everyWay(
  story: (way: Way) => Promise<void>,
  { settings = {}, handlers = {}, paces = PACES, together = false }: EveryWayOptions = {},
): Promise<void> {
  const { certFile, keyFile } = (certificate ??= certificateOfThisProcess());
  const tls = { Tls: true, CertFile: certFile, KeyFile: keyFile };
  const served: unknown[] = [];
  const note: Handler = (_session: Session, body: unknown) => {
    served.push(body);
    return body;
  };
  const credentials: ConnectCredentials[] = [];
  class NotingGate extends Gate {
    override onConnect(_session: Session, given: ConnectCredentials): void {
      credentials.push(given);
    }
  }
  const start = (more: object) =>
    RunningGate.start({
      gate: new NotingGate(),
      settings: { TCPAddr: "127.0.0.1:0", WSAddr: "127.0.0.1:0", ...settings, ...more },
      handlers: { Test: { HD_Echo: note, HD_Note: note, ...handlers } },
    });
  await using plain = await start({});
  await using secure = await start(tls);
  const play = async (network: Network, pace: Pace) => {
    const running = network === "tcp" || network === "ws" ? plain : secure;
    served.length = 0;
    credentials.length = 0;
    const clients: RawMqttClient[] = [];
    const options = { network, port: running.port(network), pace };
    const keep = (client: RawMqttClient) => {
      clients.push(client);
      return client;
    };
    const way: Way = {
      network,
      running,
      credentials,
      served,
      open: async () => keep(await RawMqttClient.open(options)),
      connect: async (packet) => keep(await RawMqttClient.connect(options, packet)),
    };
    try {
      await story(way);
    } catch (error) {
      throw new Error(`over ${network}, ${pace}: ${String(error)}`, { cause: error });
    } finally {
      await Promise.all(clients.map((client) => client[Symbol.asyncDispose]()));
    }
  };
  const played: Promise<void>[] = [];
  for (const network of NETWORKS) {
    for (const pace of paces) {
      const ended = play(network, pace);
      if (together) played.push(ended);
      else await ended;
    }
  }
  await Promise.all(played);
}
