import { once } from "node:events";
import { connect as connectTcp } from "node:net";
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
  /** The address that it comes from; TCP only. */
  from?: string | undefined;
}

/** Opens one to this machine; over TLS it trusts anybody. */
export function openWire(options: WireOptions, listener: WireListener): Promise<RawWire> {
  const isWeb = options.network === "ws" || options.network === "wss";
  return isWeb ? openWebSocket(options, listener) : openSocket(options, listener);
}

async function openSocket(
  { network, port, from }: WireOptions,
  { onBytes, onClose }: WireListener,
): Promise<RawWire> {
  const host = "127.0.0.1";
  const isTls = network === "tls";
  const socket = isTls
    ? connectTls({ port, host, rejectUnauthorized: false })
    : connectTcp({ port, host, ...(from === undefined ? {} : { localAddress: from }) });
  await once(socket, isTls ? "secureConnect" : "connect");
  socket.setNoDelay();
  socket.on("data", onBytes);
  socket.on("error", () => {}); // "close" follows
  socket.once("close", onClose);
  return socket;
}

async function openWebSocket(
  { network, port }: WireOptions,
  { onBytes, onClose }: WireListener,
): Promise<RawWire> {
  const options = { rejectUnauthorized: false };
  const socket = new WebSocket(`${network}://127.0.0.1:${port}/`, ["mqtt"], options);
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
