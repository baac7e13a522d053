import type { Socket } from "node:net";
import type { ClientSocket, Network, SocketReceiver } from "./client-socket.ts";
import type { Visit } from "./door.ts";

/** How long a closed socket may take to send what was written, in milliseconds. */
const LINGER_MS = 1000;

/** A client over TCP, or over TLS on TCP. */
export class TcpSocket implements ClientSocket {
  readonly network: Network;
  readonly ip: string;
  readonly #socket: Socket;
  readonly #visit: Visit;

  constructor(socket: Socket, visit: Visit) {
    this.#socket = socket;
    this.network = visit.network;
    this.ip = visit.ip;
    this.#visit = visit;
  }

  get unsentBytes(): number {
    return this.#socket.writableLength;
  }

  start(receiver: SocketReceiver): void {
    this.#visit.quiet();
    let failure: Error | undefined;
    this.#socket.on("error", (error) => (failure = error));
    this.#socket.once("close", () => receiver.socketClosed(this.#visit.reason ?? failure));
    this.#socket.on("data", (bytes) => receiver.receive(bytes));
  }

  greeted(): void {
    this.#visit.greeted();
  }

  write(bytes: Buffer): void {
    this.#socket.write(bytes);
  }

  pause(): void {
    this.#socket.pause();
  }

  resume(): void {
    this.#socket.resume();
  }

  close(): void {
    if (this.#socket.destroyed || this.#socket.writableEnded) return;
    this.#socket.destroySoon();
    destroyAfterLinger(this.#socket);
  }

  destroy(): void {
    this.#socket.destroy();
  }
}

/** Destroys a socket that closes, if its peer does not take what is still to be sent. */
function destroyAfterLinger(socket: Socket): void {
  if (socket.destroyed) return;
  const timer = setTimeout(() => socket.destroy(), LINGER_MS);
  socket.once("close", () => clearTimeout(timer));
}
