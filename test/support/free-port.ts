import { createServer } from "node:net";

// Below the ports that systems give to outgoing connections (from 32768 on Linux): a client that tries such
// a port again and again while nobody listens can be given that very port, and connects to itself.
const LOWEST = 10_000;
const HIGHEST = 32_767;

let next = LOWEST + Math.floor(Math.random() * (HIGHEST - LOWEST));

/** A port of 127.0.0.1 that nobody listens on; another one with each call. */
export async function freePort(): Promise<number> {
  const port = next;
  next = next === HIGHEST ? LOWEST : next + 1;
  return (await isFree(port)) ? port : freePort();
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once("error", () => resolve(false));
    server.listen(port, "127.0.0.1", () => server.close(() => resolve(true)));
  });
}
