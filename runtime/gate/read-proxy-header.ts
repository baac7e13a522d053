import type { Socket } from "node:net";
import { Violation } from "./close-reason.ts";
import { parseProxyHeader, type ProxyHeader } from "./proxy-header.ts";

/**
 * Reads a PROXY header from a new socket, and leaves in it all that follows. Bounded in bytes by the header,
 * in time by whoever closes the socket.
 *
 * @param then - Called once, unless the socket ends before; with what is wrong if there is no header.
 */
export function readProxyHeader(
  socket: Socket,
  then: (header: ProxyHeader | Violation) => void,
): void {
  let bytes = Buffer.alloc(0);
  const onReadable = () => {
    const chunk = socket.read() as Buffer | null; // no encoding is set
    if (chunk === null) return;
    bytes = Buffer.concat([bytes, chunk]);
    const header = parsed(bytes);
    if (header === undefined) return;
    socket.off("readable", onReadable);
    if ("bytes" in header && header.bytes < bytes.length) {
      socket.unshift(bytes.subarray(header.bytes));
    }
    then(header);
  };
  socket.on("readable", onReadable);
}

function parsed(bytes: Buffer): ProxyHeader | Violation | undefined {
  try {
    return parseProxyHeader(bytes);
  } catch (error) {
    if (error instanceof Violation) return error;
    throw error;
  }
}
