import { createServer as createHttpServer, type Server as HttpServer } from "node:http";
import { createServer, type AddressInfo } from "node:net";
import { Aedes } from "aedes";
import { createWebSocketStream, WebSocketServer } from "ws";
import { NEWS, type Network, type RunningServer } from "../gate/server.ts";

/** The broker in JavaScript, as it is shipped. */
export async function start(network: Network): Promise<RunningServer> {
  const broker = await Aedes.createBroker();
  const server =
    network === "tcp" ? createServer({ noDelay: true }, broker.handle) : overWs(broker);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const payload = JSON.stringify(NEWS.body);
  const packet = {
    cmd: "publish",
    topic: NEWS.topic,
    payload,
    qos: 0,
    dup: false,
    retain: false,
  } as const;
  return {
    port: (server.address() as AddressInfo).port, // it listens on a port
    broadcast: () =>
      new Promise<void>((resolve, reject) => {
        broker.publish(packet, (error) => {
          if (error) reject(error);
          else resolve();
        });
      }),
  };
}

function overWs(broker: Aedes): HttpServer {
  const server = createHttpServer();
  new WebSocketServer({ server, perMessageDeflate: false }).on("connection", (socket, request) => {
    broker.handle(createWebSocketStream(socket), request);
  });
  return server;
}
