import { Room, Server, type Client } from "@colyseus/core";
import { WebSocketTransport } from "@colyseus/ws-transport";
import { freePort } from "../../support/free-port.ts";
import type { Network, RunningServer } from "../gate/server.ts";

/** One room for all, without a state. */
class EchoRoom extends Room {
  override onCreate(): void {
    this.onMessage("echo", (client: Client, body: unknown) => client.send("echo", body));
  }
}

/** Colyseus as it is shipped, which speaks a protocol of its own over WebSocket. */
export async function start(_network: Network): Promise<RunningServer> {
  const server = new Server({ greet: false, transport: new WebSocketTransport() });
  server.define("echo", EchoRoom);
  const port = await freePort();
  await server.listen(port, "127.0.0.1");
  return { port };
}
