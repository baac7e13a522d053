import { once } from "node:events";
import { connect, type Socket } from "node:net";
import { Cutter, frameSize, packetSize, payloadOf } from "./cutter.ts";
import type { Network } from "./server.ts";

/** A client's connection. */
export interface Wire {
  send(message: Buffer): void;
  close(): void;
}

/** How a wire is opened. */
export interface WireOptions {
  readonly port: number;
  readonly network: Network;
  /** Of the WebSocket. */
  readonly path?: string;
  /** What arrives as a message: an MQTT packet, wherever frames end, or what a frame carries. */
  readonly messages: "packets" | "frames";
  readonly onMessage: (message: Buffer) => void;
}

/**
 * Opens a connection. Of the client's own, so that it costs little, and the same over TCP and WebSocket: the
 * server's half of the machine is what is measured.
 */
export async function openWire(options: WireOptions): Promise<Wire> {
  const socket = connect({ port: options.port, host: "127.0.0.1", noDelay: true });
  socket.on("error", () => {}); // "close" tells, or the one who waits for "connect"
  await once(socket, "connect");
  socket.on("close", onLost);
  return options.network === "tcp" ? tcpWire(socket, options) : await wsWire(socket, options);
}

/** Whether somebody listens. */
export async function canConnect(port: number): Promise<boolean> {
  const socket = connect({ port, host: "127.0.0.1" });
  try {
    await once(socket, "connect");
    return true;
  } catch {
    return false;
  } finally {
    socket.destroy();
  }
}

function close(socket: Socket): void {
  socket.off("close", onLost).end();
}

/** Ends the process: what it would measure from now on is not what it says. */
function onLost(): void {
  throw new Error("the server closed a connection");
}

function tcpWire(socket: Socket, { onMessage }: WireOptions): Wire {
  const packets = new Cutter(packetSize, onMessage);
  socket.on("data", (bytes: Buffer) => packets.push(bytes));
  return { send: (message) => socket.write(message), close: () => close(socket) };
}

const HANDSHAKE_END = "\r\n\r\n";

async function wsWire(
  socket: Socket,
  { path = "/", messages, onMessage }: WireOptions,
): Promise<Wire> {
  const key = Buffer.alloc(16, 7).toString("base64");
  const protocol = messages === "packets" ? ["Sec-WebSocket-Protocol: mqtt"] : [];
  const head = [
    `GET ${path} HTTP/1.1`,
    "Host: 127.0.0.1",
    "Connection: Upgrade",
    "Upgrade: websocket",
    "Sec-WebSocket-Version: 13",
    `Sec-WebSocket-Key: ${key}`,
    ...protocol,
  ];
  socket.write(head.join("\r\n") + HANDSHAKE_END);
  const rest = await handshake(socket);
  const packets = new Cutter(packetSize, onMessage);
  const frames = new Cutter(frameSize, (frame) => {
    const opcode = frame[0]! & 0x0f; // a frame has a first byte
    if (opcode === PING) socket.write(framed(PONG, payloadOf(frame)));
    else if (opcode === CLOSE) socket.end();
    else if (messages === "packets") packets.push(payloadOf(frame));
    else onMessage(payloadOf(frame));
  });
  frames.push(rest);
  socket.on("data", (bytes: Buffer) => frames.push(bytes));
  return { send: (message) => socket.write(framed(BINARY, message)), close: () => close(socket) };
}

/** What came behind the answer to the upgrade. */
function handshake(socket: Socket): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    let bytes: Buffer = Buffer.alloc(0);
    const onData = (chunk: Buffer) => {
      bytes = Buffer.concat([bytes, chunk]);
      const end = bytes.indexOf(HANDSHAKE_END);
      if (end === -1) return;
      socket.off("data", onData);
      const answer = bytes.toString("latin1", 0, end);
      if (answer.startsWith("HTTP/1.1 101")) resolve(bytes.subarray(end + HANDSHAKE_END.length));
      else reject(new Error(answer));
    };
    socket.on("data", onData);
  });
}

const BINARY = 2;
const CLOSE = 8;
const PING = 9;
const PONG = 10;
/** Any but 0, which would save the server work. */
const MASK = [0x5a, 0xa5, 0x3c, 0xc3];

/** A frame from a client: masked, and below 65,536 bytes. */
function framed(opcode: number, payload: Buffer): Buffer {
  const start = payload.length < 126 ? 6 : 8;
  const frame = Buffer.allocUnsafe(start + payload.length);
  frame[0] = 0x80 | opcode;
  if (start === 6) frame[1] = 0x80 | payload.length;
  else {
    frame[1] = 0x80 | 126;
    frame.writeUInt16BE(payload.length, 2);
  }
  frame.set(MASK, start - 4);
  for (let at = 0; at < payload.length; at++) {
    frame[start + at] = payload[at]! ^ MASK[at & 3]!; // both have one there
  }
  return frame;
}
