import type { AddressInfo, Socket } from "node:net";
import { createServer } from "node:net";
import { once } from "node:events";
import type { MqttClient } from "mqtt";
import { connectAsync } from "mqtt";
import { generate, parser } from "mqtt-packet";

/** One PUBLISH that the gate got. */
export interface Received {
  readonly topic: string;
  readonly body: string;
  readonly qos: number;
}

/** Says what the gate publishes for a request: topic and body pairs, none to keep silent. */
export type Script = (request: Received) => readonly (readonly [topic: string, body: string])[];

/**
 * An MQTT server that answers as its script says: for what a real gate never sends. Speaks CONNECT,
 * PUBLISH and PINGREQ.
 */
export class ScriptedGate implements AsyncDisposable {
  readonly received: Received[] = [];
  readonly #sockets = new Set<Socket>();
  readonly #clients = new Set<MqttClient>();
  readonly #server = createServer((socket) => this.#serve(socket));
  readonly #script: Script;

  private constructor(script: Script) {
    this.#script = script;
  }

  static async start(script: Script = () => []): Promise<ScriptedGate> {
    const gate = new ScriptedGate(script);
    gate.#server.listen(0, "127.0.0.1");
    await once(gate.#server, "listening");
    return gate;
  }

  /** A connected client of MQTT.js that does not reconnect. */
  async connect(): Promise<MqttClient> {
    const { port } = this.#server.address() as AddressInfo; // It listens on TCP.
    const client = await connectAsync(`mqtt://127.0.0.1:${port}`, { reconnectPeriod: 0 });
    this.#clients.add(client);
    return client;
  }

  /** Publishes to every client. */
  push(topic: string, body: string): void {
    for (const socket of this.#sockets) publish(socket, topic, body);
  }

  /** Breaks every connection, without an end of MQTT. */
  drop(): void {
    for (const socket of this.#sockets) socket.destroy();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all([...this.#clients].map(async (client) => await client.endAsync(true)));
    this.drop();
    this.#server.close();
  }

  #serve(socket: Socket): void {
    this.#sockets.add(socket);
    socket.on("close", () => this.#sockets.delete(socket));
    socket.on("error", () => socket.destroy());
    const packets = parser();
    packets.on("packet", (packet) => {
      if (packet.cmd === "connect") {
        socket.write(generate({ cmd: "connack", returnCode: 0, sessionPresent: false }));
      } else if (packet.cmd === "pingreq") {
        socket.write(generate({ cmd: "pingresp" }));
      } else if (packet.cmd === "publish") {
        if (packet.qos === 1 && packet.messageId !== undefined) {
          socket.write(generate({ cmd: "puback", messageId: packet.messageId }));
        }
        const request = { topic: packet.topic, body: packet.payload.toString(), qos: packet.qos };
        this.received.push(request);
        for (const [topic, body] of this.#script(request)) publish(socket, topic, body);
      }
    });
    socket.on("data", (bytes) => packets.parse(bytes));
  }
}

/** Answers every request with its own body. */
export const echo: Script = ({ topic, body }) => [[topic, `{"Error":"","Result":${body}}`]];

function publish(socket: Socket, topic: string, payload: string): void {
  socket.write(generate({ cmd: "publish", topic, payload, qos: 0, dup: false, retain: false }));
}
