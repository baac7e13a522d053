import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { Socket } from "node:net";
import type { Duplex } from "node:stream";
import { WebSocketServer } from "ws";
import type { Health } from "../health.ts";
import type { ClientSocket } from "./client-socket.ts";
import type { Visit } from "./door.ts";
import { isOriginAllowed } from "./origin.ts";
import type { TrustedProxies } from "./trusted-proxies.ts";
import { WsSocket } from "./ws-socket.ts";

/** What the WebSocket side of a gate is made of. */
export interface WsListenerOptions {
  /** The largest message accepted, in bytes; checked on the frame's header. */
  readonly maxMessageBytes: number;
  readonly allowedOrigins: readonly string[];
  readonly trustedProxies: TrustedProxies;
  /** `Door.locate`: told what `X-Forwarded-For` says. */
  readonly locate: (visit: Visit, ip: string) => boolean;
  readonly onClient: (socket: ClientSocket) => void;
  /** How the app is: what `GET /healthz` tells. */
  readonly health: () => Health;
}

/**
 * The HTTP side of the WebSocket port: upgrades on any path, `GET /healthz`, and 404 for anything else.
 * Sockets come in by {@link WsListener.accept}; it opens no port itself.
 */
export class WsListener {
  readonly #options: WsListenerOptions;
  readonly #http: Server;
  readonly #webSockets: WebSocketServer;
  /** What the door knows of the sockets whose upgrade is awaited. */
  readonly #visits = new WeakMap<Duplex, Visit>();

  constructor(options: WsListenerOptions) {
    this.#options = options;
    this.#http = createServer((request, response) => this.#answer(request, response));
    this.#http.on("clientError", (error, socket) => this.#onBadRequest(error, socket));
    this.#http.on("upgrade", (request, socket, head) => this.#upgrade(request, socket, head));
    const settings = {
      noServer: true,
      clientTracking: false,
      autoPong: false,
      // Compressing costs memory per connection and buys little on messages of this size.
      perMessageDeflate: false,
      maxPayload: options.maxMessageBytes,
      // One message in tiny fragments must not cost many times its bytes.
      maxFragments: 1024,
      maxBufferedChunks: 4096,
      handleProtocols: pickProtocol,
    };
    this.#webSockets = new WebSocketServer(settings);
  }

  /** Takes over a socket: from now on its client speaks HTTP, then WebSocket. */
  accept(socket: Socket, visit: Visit): void {
    this.#visits.set(socket, visit);
    this.#http.emit("connection", socket);
  }

  #upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    const visit = this.#visits.get(socket);
    const { origin, host } = request.headers;
    if (visit === undefined) {
      socket.destroy(); // every socket came in by `accept`
      return;
    }
    const { allowedOrigins, trustedProxies, locate } = this.#options;
    const forwardedFor = request.headers["x-forwarded-for"];
    // Node joins headers of this name that come more than once.
    const hops = Array.isArray(forwardedFor) ? forwardedFor.join() : forwardedFor;
    const ip = trustedProxies.clientOf(visit.ip, hops);
    if (!locate(visit, ip)) return;
    if (!isOriginAllowed({ origin, host }, allowedOrigins)) {
      visit.fails("origin", `allowedOrigins does not have ${shown(origin)}, the page's origin`);
      socket.end("HTTP/1.1 403 Forbidden\r\nConnection: close\r\nContent-Length: 0\r\n\r\n");
      return;
    }
    this.#webSockets.handleUpgrade(request, socket, head, (webSocket) => {
      this.#options.onClient(new WsSocket(webSocket, socket, visit));
    });
    // Answered by ws, which tells nobody.
    if (!visit.isQuiet) visit.fails("http", "an upgrade that is none to WebSocket");
  }

  #answer(request: IncomingMessage, response: ServerResponse): void {
    const visit = this.#visits.get(request.socket);
    if (answer(request, response, this.#options.health())) visit?.quiet();
    else visit?.fails("http", `${request.method} ${shown(request.url)} is answered with 404`);
  }

  /** What Node's own HTTP server does, and a word for the log. */
  #onBadRequest(error: Error, socket: Duplex): void {
    const isHttp = "code" in error && String(error.code).startsWith("HPE_");
    if (isHttp) this.#visits.get(socket)?.fails("http", `what comes is no HTTP: ${error.message}`);
    if (isHttp && socket.writable)
      socket.end("HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n");
    else socket.destroy();
  }
}

/**
 * [MQTT-6.0.0-3] and [MQTT-6.0.0-4] The subprotocol is `mqtt`; MQTT 3.1 clients ask for `mqttv3.1`, mqant's
 * for either or none.
 */
function pickProtocol(offered: Set<string>): string | false {
  if (offered.has("mqtt")) return "mqtt";
  return offered.has("mqttv3.1") ? "mqttv3.1" : false;
}

/** @returns Whether it was the question after health, which anybody may ask as often as needed. */
function answer(request: IncomingMessage, response: ServerResponse, health: Health): boolean {
  const { method, url } = request;
  const isAsked = (method === "GET" || method === "HEAD") && url?.split("?")[0] === "/healthz";
  const body = isAsked ? JSON.stringify(healthBody(health)) : "";
  response.writeHead(isAsked ? (health.healthy ? 200 : 503) : 404, {
    "content-type": "application/json",
    "content-length": Buffer.byteLength(body),
    "cache-control": "no-store",
    connection: "close",
  });
  response.end(method === "HEAD" ? undefined : body);
  return isAsked;
}

/** What a client sent, for the log. */
function shown(text = ""): string {
  return JSON.stringify(text.slice(0, 100));
}

/** What a load balancer, or anybody, may know. */
function healthBody({ healthy, state, broker }: Health): object {
  return healthy ? { status: "ok", broker } : { status: "unavailable", state, broker };
}
