import type { Duplex } from "node:stream";
import type { WebSocket } from "ws";
import { Violation } from "./close-reason.ts";
import type { ClientSocket, Network, SocketReceiver } from "./client-socket.ts";
import type { Visit } from "./door.ts";

/** Close codes of RFC 6455 section 7.4.1. */
const NORMAL = 1000;
const GOING_AWAY = 1001;
const UNSUPPORTED_DATA = 1003;

/** Unsent bytes beyond which pings are not answered: a peer that only pings must not fill our memory. */
const MAX_UNSENT_FOR_PONG = 65_536;

/** Up to how many bytes a packet is copied behind the header of its frame. */
const MAX_COPIED = 16_384;

/** How long a closed WebSocket may take to send what was written, in milliseconds. */
const LINGER_MS = 1000;

/** A client over WebSocket: binary messages, cut anywhere, with or without TLS. */
export class WsSocket implements ClientSocket {
  readonly network: Network;
  readonly ip: string;
  readonly #socket: WebSocket;
  readonly #stream: Duplex;
  readonly #visit: Visit;

  /** @param stream - What `socket` reads and writes: nothing of it waits in ws, which does not compress. */
  constructor(socket: WebSocket, stream: Duplex, visit: Visit) {
    this.#socket = socket;
    this.#stream = stream;
    this.network = visit.network;
    this.ip = visit.ip;
    this.#visit = visit;
  }

  get unsentBytes(): number {
    return this.#socket.bufferedAmount;
  }

  start(receiver: SocketReceiver): void {
    this.#visit.quiet();
    const socket = this.#socket;
    let failure: Error | undefined;
    socket.on("error", (error) => (failure = asViolation(error)));
    socket.once("close", () => receiver.socketClosed(failure ?? this.#visit.reason));
    socket.on("message", (data, isBinary) => {
      // [MQTT-6.0.0-1] MQTT travels in binary frames; anything else closes the connection.
      if (!isBinary) {
        failure = new Violation("violation", "a text frame; MQTT travels in binary ones");
        this.#closeWith(UNSUPPORTED_DATA);
      } else if (socket.readyState === socket.OPEN) {
        receiver.receive(data as Buffer); // `binaryType` is "nodebuffer": no other kind comes
      }
    });
    socket.on("ping", (data) => {
      if (socket.bufferedAmount <= MAX_UNSENT_FOR_PONG) socket.pong(data);
    });
  }

  greeted(): void {
    this.#visit.greeted();
  }

  write(bytes: Buffer): void {
    const socket = this.#socket;
    if (bytes.length > MAX_COPIED) socket.send(bytes, SEND_OPTIONS, ignoreSendError);
    else if (socket.readyState === socket.OPEN) this.#stream.write(binaryFrame(bytes));
  }

  pause(): void {
    this.#socket.pause();
  }

  resume(): void {
    this.#socket.resume();
  }

  close(isStopping: boolean): void {
    this.#closeWith(isStopping ? GOING_AWAY : NORMAL);
  }

  destroy(): void {
    this.#socket.terminate();
  }

  #closeWith(code: number): void {
    const socket = this.#socket;
    if (socket.readyState !== socket.OPEN) return;
    socket.resume(); // the peer's close frame has to be read
    socket.close(code);
    const timer = setTimeout(() => socket.terminate(), LINGER_MS);
    socket.once("close", () => clearTimeout(timer));
  }
}

/** One object for all sends; [MQTT-6.0.0-1] binary frames. */
const SEND_OPTIONS = { binary: true, compress: false };

/**
 * One whole message, at most 65,535 bytes, as RFC 6455 section 5.2 has it from a server. In one buffer, where
 * ws writes header and payload as two, which takes a fifth longer.
 */
function binaryFrame(payload: Buffer): Buffer {
  const start = payload.length < 126 ? 2 : 4;
  const frame = Buffer.allocUnsafe(start + payload.length);
  frame[0] = 0x82; // FIN, and the opcode of binary frames: [MQTT-6.0.0-1]
  if (start === 2) frame[1] = payload.length;
  else {
    frame[1] = 126;
    frame.writeUInt16BE(payload.length, 2);
  }
  payload.copy(frame, start);
  return frame;
}

/** A send that fails belongs to a socket that closes: "close" tells. */
function ignoreSendError(): void {}

/** What ws found against RFC 6455 is the client's doing; other errors are the network's. */
function asViolation(error: Error): Error {
  const code = "code" in error ? String(error.code) : "";
  if (!code.startsWith("WS_ERR_")) return error;
  const isLarge = code === "WS_ERR_UNSUPPORTED_MESSAGE_LENGTH";
  return new Violation(isLarge ? "too_large" : "malformed", `WebSocket: ${error.message}`);
}
