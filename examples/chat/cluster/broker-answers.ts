import { connect } from "node:net";
import type { Socket } from "node:net";
import { connect as connectTls } from "node:tls";

/** What a client of AMQP 0-9-1 says first. */
const GREETING = Buffer.from("AMQP\0\0\x09\x01", "latin1");

/** A broker's address for people: without user and password. */
export function brokerPlace(uri: string): string {
  const { protocol, hostname, pathname } = new URL(uri);
  return `${protocol}//${hostname}:${portOf(uri)}${pathname === "/" ? "" : pathname}`;
}

/** Whether a broker speaks AMQP at an address, and says so within `timeoutMs`. */
export async function brokerAnswers(uri: string, timeoutMs: number): Promise<boolean> {
  const socket = open(uri);
  try {
    return await new Promise<boolean>((resolve) => {
      socket.setTimeout(timeoutMs, () => resolve(false));
      socket.once("error", () => resolve(false));
      socket.once("close", () => resolve(false));
      socket.once("data", () => resolve(true));
      socket.write(GREETING);
    });
  } finally {
    socket.destroy();
  }
}

function open(uri: string): Socket {
  const { protocol, hostname } = new URL(uri);
  const host = hostname.replace(/^\[(.*)\]$/u, "$1"); // of an IPv6 address
  const port = portOf(uri);
  if (protocol === "amqp:") return connect({ host, port });
  // Nothing is told to it: whether it is who it says it is, the processes will check.
  return connectTls({ host, port, servername: host, rejectUnauthorized: false });
}

function portOf(uri: string): number {
  const { protocol, port } = new URL(uri);
  return Number(port) || (protocol === "amqps:" ? 5671 : 5672);
}
