import { createServer as createHttpServer, type Server as HttpServer } from "node:http";
import { createServer, type AddressInfo, type Server } from "node:net";
import { generate, parser } from "mqtt-packet";
import { WebSocketServer } from "ws";
import { publishPacket } from "../../support/raw-mqtt-client.ts";
import { NEWS, type Network, type RunningServer } from "./server.ts";

const CONNACK = Buffer.from([0x20, 2, 0, 0]);

/** One client's socket, whatever carries it. */
interface RawSocket {
  send(bytes: Buffer): void;
  onBytes(listener: (bytes: Buffer) => void): void;
  onClose(listener: () => void): void;
}

/** What the gate is measured against: `net` or `ws`, mqtt-packet, and nothing else. */
export async function startEcho(network: Network): Promise<RunningServer> {
  return await listen(network, (socket) => {
    const reader = parser();
    reader.on("packet", (packet) => {
      if (packet.cmd === "connect") socket.send(CONNACK);
      else if (packet.cmd === "publish") {
        const { topic, payload } = packet;
        const reply = {
          cmd: "publish",
          topic,
          payload,
          qos: 0,
          dup: false,
          retain: false,
        } as const;
        socket.send(generate(reply));
      }
    });
    socket.onBytes((bytes) => reader.parse(bytes));
  });
}

/** Sockets that are kept, and written to in a loop: what connections and broadcasts cost at the least. */
export async function startBare(network: Network): Promise<RunningServer> {
  const sockets = new Set<RawSocket>();
  const server = await listen(network, (socket) => {
    sockets.add(socket);
    socket.onBytes(() => socket.send(CONNACK));
    socket.onClose(() => sockets.delete(socket));
  });
  const news = generate(publishPacket(NEWS.topic, JSON.stringify(NEWS.body)));
  return {
    ...server,
    broadcast: async () => {
      for (const socket of sockets) socket.send(news);
      await new Promise((resolve) => setImmediate(resolve));
    },
  };
}

async function listen(
  network: Network,
  onSocket: (socket: RawSocket) => void,
): Promise<RunningServer> {
  const server = network === "tcp" ? tcpServer(onSocket) : wsServer(onSocket);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return { port: (server.address() as AddressInfo).port }; // it listens on a port
}

function tcpServer(onSocket: (socket: RawSocket) => void): Server {
  return createServer({ noDelay: true }, (socket) => {
    socket.on("error", () => {});
    onSocket({
      send: (bytes) => socket.write(bytes),
      onBytes: (listener) => socket.on("data", listener),
      onClose: (listener) => socket.on("close", listener),
    });
  });
}

function wsServer(onSocket: (socket: RawSocket) => void): HttpServer {
  const server = createHttpServer();
  const options = { server, perMessageDeflate: false, clientTracking: false };
  new WebSocketServer(options).on("connection", (socket) => {
    socket.on("error", () => {});
    onSocket({
      send: (bytes) => socket.send(bytes),
      // `binaryType` is "nodebuffer": no other kind comes.
      onBytes: (listener) => socket.on("message", (data) => listener(data as Buffer)),
      onClose: (listener) => socket.on("close", listener),
    });
  });
  return server;
}
