import { createServer, type AddressInfo, type Server, type Socket } from "node:net";
import { TLSSocket, type SecureContext } from "node:tls";
import { deferred } from "../async/deferred.ts";
import { RpcError } from "../errors.ts";
import type { Network } from "./client-socket.ts";
import { Violation } from "./close-reason.ts";
import type { Door, Visit } from "./door.ts";
import type { ListenAddress } from "./listen-address.ts";
import { readProxyHeader } from "./read-proxy-header.ts";
import type { TrustedProxies } from "./trusted-proxies.ts";

/** After how much silence the system asks whether a peer is still there, in milliseconds. */
const TCP_KEEP_ALIVE_MS = 60_000;

/** What a listener is made of. */
export interface SocketListenerOptions {
  readonly address: ListenAddress;
  /** Serves TLS, and nothing else, if it is there. */
  readonly tls: SecureContext | undefined;
  /** The proxies whose sockets begin with a PROXY header, if there are any. */
  readonly proxies: TrustedProxies | undefined;
  readonly network: Network;
  readonly door: Door;
  /** The setting that asks for it, for messages. */
  readonly setting: string;
  /** Gets each socket that came in; over TLS what it decrypts, before the handshake is through. */
  readonly onSocket: (socket: Socket, visit: Visit) => void;
  /** Told when no socket could be accepted, such as for too many open files. */
  readonly onFailedAccept: (error: Error) => void;
}

/** Accepts sockets on one port, with TLS or without. */
export class SocketListener {
  readonly #options: SocketListenerOptions;
  readonly #server: Server;

  constructor(options: SocketListenerOptions) {
    this.#options = options;
    this.#server = createServer(
      { noDelay: true, keepAlive: true, keepAliveInitialDelay: TCP_KEEP_ALIVE_MS },
      (socket) => this.#accept(socket),
    );
  }

  /** @throws {RpcError} `failed_precondition` if the port can't be had, naming the setting. */
  async listen(): Promise<void> {
    const { address, setting } = this.#options;
    const { promise, resolve, reject } = deferred();
    this.#server.once("error", reject);
    this.#server.listen(address.port, address.host, resolve);
    try {
      await promise;
    } catch (error) {
      const where = `${address.host ?? ""}:${address.port}`;
      const code = error instanceof Error && "code" in error ? String(error.code) : "";
      const why = WHY[code] ?? (error instanceof Error ? error.message : String(error));
      throw new RpcError("failed_precondition", `${setting}: can't listen on ${where}: ${why}`, {
        cause: error,
      });
    }
    this.#server.off("error", reject);
    // Errors of a listening server are about one socket: it goes on.
    this.#server.on("error", this.#options.onFailedAccept);
  }

  /** What is listened on, or `undefined` while nothing is. */
  get bound(): AddressInfo | undefined {
    const bound = this.#server.address();
    return typeof bound === "object" && bound !== null ? bound : undefined;
  }

  /** Accepts no more sockets; those that are open stay. Twice is fine. */
  stop(): void {
    if (this.#server.listening) this.#server.close();
  }

  #accept(socket: Socket): void {
    const { door, network, proxies } = this.#options;
    const visit = door.enter(socket, network);
    if (visit === undefined) return;
    if (proxies?.has(visit.ip) !== true) {
      this.#secure(socket, visit);
      return;
    }
    readProxyHeader(socket, (header) => {
      if (header instanceof Violation) visit.end(header.kind, header.text);
      // A proxy that speaks for itself is where it is.
      else if (door.locate(visit, header.ip ?? visit.ip)) this.#secure(socket, visit);
    });
  }

  #secure(socket: Socket, visit: Visit): void {
    const { tls, onSocket } = this.#options;
    if (tls === undefined) {
      onSocket(socket, visit);
      return;
    }
    const secured = new TLSSocket(socket, { isServer: true, secureContext: tls });
    let isSecure = false;
    secured.once("secure", () => (isSecure = true));
    secured.on("error", ({ message }: Error) => {
      // A handshake that fails: the encrypted socket goes with it.
      if (isSecure) visit.end("failed", message);
      else visit.end("tls", `the TLS handshake failed: ${reasonOf(message)}`);
    });
    onSocket(secured, visit);
  }
}

/** OpenSSL's words, without its numbers, files and lines. */
function reasonOf(message: string): string {
  const [, reason = message] = /:SSL routines:[^:]*:([^:]+)/u.exec(message) ?? [];
  return reason;
}

const WHY: Partial<Record<string, string>> = {
  EADDRINUSE: "the port is in use",
  EACCES: "the port needs rights that this process does not have",
  EADDRNOTAVAIL: "this machine does not have that address",
  ENOTFOUND: "no such host",
};
