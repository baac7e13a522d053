import * as z from "zod";

/** `Settings` of the module Web. */
export const webSettings = z.strictObject({
  /** Where the page is served: a host, which may be left out, and a port. */
  HTTPAddr: z.string().regex(/^[^:]*:\d{1,5}$/u, "an address such as :8080"),
  /** The port of the gate's WebSocket, on the host that the page came from. */
  GatePort: z.int().min(1).max(65_535),
});

/** Takes an `HTTPAddr` apart; the host is empty for all of the machine's addresses. */
export function hostAndPort(address: string): { host: string; port: number } {
  const colon = address.lastIndexOf(":");
  return { host: address.slice(0, colon), port: Number(address.slice(colon + 1)) };
}

/** What to open in a browser on the machine that serves the page. */
export function pageUrl(address: string): string {
  const { host, port } = hostAndPort(address);
  return `http://${host || "localhost"}:${port}`;
}
