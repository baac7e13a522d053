import { once } from "node:events";
import { connect as connectTcp, type Socket } from "node:net";
import { Duplex, Transform } from "node:stream";
import { connect as connectTls } from "node:tls";
import { WebSocket } from "ws";

export type Network = "tcp" | "tls" | "ws" | "wss";

/** A client's end of a connection to a gate: bytes, whatever carries them. */
export interface RawWire {
  write(bytes: Buffer): void;
  pause(): void;
  resume(): void;
  /** Ends it at once, without a word. */
  destroy(): void;
}

/** Who hears of a {@link RawWire}. */
export interface WireListener {
  onBytes(bytes: Buffer): void;
  onClose(): void;
}

/** Where a {@link RawWire} goes. */
export interface WireOptions {
  network: Network;
  port: number;
  /** The address that it comes from. */
  from?: string | undefined;
  /** Sent before all else, before TLS too, in one segment with what comes behind it. */
  preface?: Buffer | undefined;
}

/** Opens one to this machine; over TLS it trusts anybody. */
export function openWire(options: WireOptions, listener: WireListener): Promise<RawWire> {
  const isWeb = options.network === "ws" || options.network === "wss";
  return isWeb ? openWebSocket(options, listener) : openSocket(options, listener);
}

async function openSocket(
  { network, port, from, preface }: WireOptions,
  { onBytes, onClose }: WireListener,
): Promise<RawWire> {
  const tcp = connectTcp({ port, host: "127.0.0.1", ...(from && { localAddress: from }) });
  await once(tcp, "connect");
  tcp.setNoDelay();
  let socket: Duplex = preface === undefined ? tcp : behind(preface, tcp);
  if (network === "tls") {
    socket = connectTls({ socket, rejectUnauthorized: false });
    await once(socket, "secureConnect");
  }
  socket.on("data", onBytes);
  socket.on("error", () => {}); // "close" follows
  socket.once("close", onClose);
  return socket;
}

async function openWebSocket(
  { network, port, from, preface }: WireOptions,
  { onBytes, onClose }: WireListener,
): Promise<RawWire> {
  const socket = new WebSocket(`${network}://127.0.0.1:${port}/`, ["mqtt"], {
    rejectUnauthorized: false,
    ...(from && { localAddress: from }),
    ...(preface && {
      createConnection: () => {
        const prefaced = behind(preface, connectTcp(port, "127.0.0.1"));
        if (network === "ws") return prefaced;
        return connectTls({ socket: prefaced, rejectUnauthorized: false });
      },
    }),
  });
  await once(socket, "open");
  socket.on("message", (data) => onBytes(data as Buffer)); // nodebuffer by default
  socket.on("error", () => {}); // "close" follows
  socket.once("close", onClose);
  return {
    write: (bytes) => socket.send(bytes, () => {}), // "close" tells of sends that fail
    pause: () => socket.pause(),
    resume: () => socket.resume(),
    destroy: () => socket.terminate(),
  };
}

/** A socket to which bytes are sent with the first that somebody writes. */
function behind(preface: Buffer, socket: Socket): Duplex {
  let unsent = preface;
  const writable = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      done(null, Buffer.concat([unsent, chunk]));
      unsent = Buffer.alloc(0);
    },
  });
  writable.pipe(socket);
  return Duplex.from({ writable, readable: socket });
}
