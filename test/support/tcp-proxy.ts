import { createServer, type Server } from "node:net";
import { freePort } from "./free-port.ts";
import { TcpLink, type Line } from "./tcp-link.ts";

/**
 * Passes TCP connections on to a port of this machine, and breaks them in the ways that networks do. A client
 * whose connection the target refuses gets an RST.
 */
export class TcpProxy implements AsyncDisposable {
  /** Where clients connect, on 127.0.0.1. */
  readonly port: number;
  readonly #server: Server;
  readonly #links = new Set<TcpLink>();
  readonly #flapping = new Set<NodeJS.Timeout>();
  readonly #line: Line = {
    frozen: false,
    thawed: Promise.resolve(),
    delayMs: 0,
    bytesUntilCut: undefined,
    cut: () => this.reset(),
  };
  #endFreeze = (): void => {};

  private constructor(port: number, targetPort: number) {
    this.port = port;
    this.#server = createServer({ allowHalfOpen: true, noDelay: true }, (client) => {
      const link = new TcpLink(client, targetPort, this.#line, () => this.#links.delete(link));
      this.#links.add(link);
    });
  }

  /** Listens on a free port. Whether somebody listens on `targetPort` is of interest with each connection. */
  static async start(targetPort: number): Promise<TcpProxy> {
    const proxy = new TcpProxy(await freePort(), targetPort);
    await proxy.accept();
    return proxy;
  }

  /** How many clients are connected. */
  get connections(): number {
    return [...this.#links].filter((link) => link.hasClient).length;
  }

  /** Sends RST to both sides of all connections. New ones are served. */
  reset(): void {
    for (const link of this.#links) link.reset();
  }

  /** Sends FIN to all clients, and drops what the target still sends; what clients send still passes. */
  halfClose(): void {
    for (const link of this.#links) link.endClient();
  }

  /**
   * Passes nothing any more, in neither direction and without a word, as when a cable is cut: no data, no FIN,
   * no RST. The system still takes new connections, and data until its buffers are full.
   */
  freeze(): void {
    if (this.#line.frozen) return;
    this.#line.frozen = true;
    this.#line.thawed = new Promise((resolve) => (this.#endFreeze = resolve));
    for (const link of this.#links) link.update();
  }

  /** Ends {@link freeze}: what was held passes, in order. */
  thaw(): void {
    this.#line.frozen = false;
    this.#endFreeze();
    for (const link of this.#links) link.update();
  }

  /** Resets all connections; new ones are refused when this resolves. */
  async refuse(): Promise<void> {
    if (!this.#server.listening) return;
    const closed = new Promise((resolve) => this.#server.close(resolve));
    this.reset();
    await closed;
  }

  /** Ends {@link refuse}, on the same port. */
  async accept(): Promise<void> {
    if (this.#server.listening) return;
    await new Promise<void>((resolve, reject) => {
      this.#server.once("error", reject);
      this.#server.listen(this.port, "127.0.0.1", () => {
        this.#server.off("error", reject);
        resolve();
      });
    });
  }

  /** Resets all connections every so many milliseconds, until the function that it returns is called. */
  flap(everyMs: number): () => void {
    const timer = setInterval(() => this.reset(), everyMs);
    this.#flapping.add(timer);
    return () => {
      clearInterval(timer);
      this.#flapping.delete(timer);
    };
  }

  /**
   * Lets so many more bytes pass to clients, over all connections, and resets them all then. A client that
   * learns of both at once gets the bytes, and Node may call the rest an end instead of ECONNRESET.
   */
  cutAfter(bytes: number): void {
    this.#line.bytesUntilCut = bytes;
  }

  /** Makes each direction slower by so many milliseconds, from now on; 0 at first. */
  delay(ms: number): void {
    this.#line.delayMs = ms;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const timer of this.#flapping) clearInterval(timer);
    await this.refuse();
  }
}
