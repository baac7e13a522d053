import { once } from "node:events";
import { connect, createServer, type Server, type Socket } from "node:net";
import * as assert from "uvu/assert";
import { eventually } from "../support/eventually.ts";
import { suite } from "../support/suite.ts";
import { TcpProxy } from "../support/tcp-proxy.ts";

/** A server that sends back what it gets, and FIN for FIN. */
class Echo implements AsyncDisposable {
  readonly sockets: Socket[] = [];
  /** The codes of what ended connections. */
  readonly errors: (string | undefined)[] = [];
  readonly #server: Server = createServer({ allowHalfOpen: true }, (socket) => {
    this.sockets.push(socket);
    socket.on("error", (error: NodeJS.ErrnoException) => this.errors.push(error.code));
    socket.pipe(socket);
  });

  static async start(): Promise<Echo> {
    const echo = new Echo();
    await once(echo.#server.listen(0, "127.0.0.1"), "listening");
    return echo;
  }

  get port(): number {
    const address = this.#server.address();
    return typeof address === "object" && address !== null ? address.port : 0;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const socket of this.sockets) socket.destroy();
    await new Promise((resolve) => this.#server.close(resolve));
  }
}

/** A client that keeps what it gets, and how it ended: `FIN` or an error's code. */
class Client implements Disposable {
  readonly socket: Socket;
  received = "";
  end: string | undefined;

  constructor(port: number) {
    this.socket = connect({ port, host: "127.0.0.1", allowHalfOpen: true });
    this.socket.on("data", (bytes) => (this.received += String(bytes)));
    this.socket.on("end", () => (this.end ??= "FIN"));
    this.socket.on("error", (error: NodeJS.ErrnoException) => (this.end ??= error.code));
  }

  /** Sends a text and waits until it is back. */
  async echoes(text: string): Promise<void> {
    const all = this.received + text;
    this.socket.write(text);
    await eventually(() => this.received === all, `the echo of ${text}`);
  }

  async endsBy(end: string): Promise<void> {
    await eventually(() => this.end !== undefined, end);
    assert.is(this.end, end);
  }

  [Symbol.dispose](): void {
    this.socket.destroy();
  }
}

suite("a TCP proxy", (test) => {
  test("passes bytes and FIN on, both ways", async () => {
    await using echo = await Echo.start();
    await using proxy = await TcpProxy.start(echo.port);
    using client = new Client(proxy.port);
    await client.echoes("x".repeat(5_000_000));
    assert.is(proxy.connections, 1);
    client.socket.end();
    await client.endsBy("FIN");
    await eventually(() => proxy.connections === 0);
  });

  test("resets both sides of all connections, and serves new ones", async () => {
    await using echo = await Echo.start();
    await using proxy = await TcpProxy.start(echo.port);
    using client = new Client(proxy.port);
    await client.echoes("hello");
    proxy.reset();
    await client.endsBy("ECONNRESET");
    await eventually(() => echo.errors.length > 0);
    assert.equal(echo.errors, ["ECONNRESET"]);
    using another = new Client(proxy.port);
    await another.echoes("again");
  });

  test("half-closes: the client gets FIN and nothing more, the target gets what it still sends", async () => {
    await using echo = await Echo.start();
    await using proxy = await TcpProxy.start(echo.port);
    using client = new Client(proxy.port);
    await client.echoes("hello");
    proxy.halfClose();
    await client.endsBy("FIN");
    client.socket.write("more");
    await eventually(() => echo.sockets[0]?.bytesRead === "hellomore".length);
    assert.is(client.received, "hello");
  });

  test("freezes without a word, also for new clients, and loses nothing when it thaws", async () => {
    await using echo = await Echo.start();
    await using proxy = await TcpProxy.start(echo.port);
    using client = new Client(proxy.port);
    await client.echoes("hello");
    proxy.freeze();
    using another = new Client(proxy.port);
    await once(another.socket, "connect");
    for (const each of [client, another]) each.socket.write("1");
    // Far more than the system's buffers hold.
    client.socket.write(Buffer.alloc(50_000_000, "2"));
    await eventually(() => proxy.connections === 2);
    using direct = new Client(echo.port);
    await direct.echoes("the target is well");
    assert.is(client.received + another.received, "hello");
    assert.is(echo.sockets.length, 2);
    assert.ok(client.socket.writableLength > 0);
    assert.is(client.end ?? another.end, undefined);
    proxy.thaw();
    await eventually(() => another.received === "1");
    await eventually(() => client.received.length === "hello1".length + 50_000_000, "all");
  });

  test("refuses connections and accepts them again on the same port", async () => {
    await using echo = await Echo.start();
    await using proxy = await TcpProxy.start(echo.port);
    using client = new Client(proxy.port);
    await client.echoes("hello");
    await proxy.refuse();
    await client.endsBy("ECONNRESET");
    using refused = new Client(proxy.port);
    await refused.endsBy("ECONNREFUSED");
    await proxy.accept();
    using another = new Client(proxy.port);
    await another.echoes("again");
  });

  test("flaps until it is told to stop", async () => {
    await using echo = await Echo.start();
    await using proxy = await TcpProxy.start(echo.port);
    const stop = proxy.flap(10);
    for (let round = 0; round < 3; round += 1) {
      using client = new Client(proxy.port);
      await client.endsBy("ECONNRESET");
    }
    stop();
    using client = new Client(proxy.port);
    await client.echoes("calm");
  });

  test("cuts after so many bytes, and lets these pass", async () => {
    await using echo = await Echo.start();
    await using proxy = await TcpProxy.start(echo.port);
    using client = new Client(proxy.port);
    await client.echoes("hello");
    proxy.cutAfter(6);
    await client.echoes("1234");
    client.socket.write("5678");
    await eventually(() => client.end !== undefined, "the end");
    assert.is(client.received, "hello123456");
    using another = new Client(proxy.port);
    await another.echoes("no longer cut");
  });

  test("delays each way, in order", async () => {
    await using echo = await Echo.start();
    await using proxy = await TcpProxy.start(echo.port);
    proxy.delay(20);
    using client = new Client(proxy.port);
    const start = performance.now();
    await client.echoes("1");
    assert.ok(performance.now() - start >= 39);
    for (const text of ["2", "3", "4"]) client.socket.write(text);
    await eventually(() => client.received === "1234");
  });

  test("resets a client whose connection the target refuses", async () => {
    const echo = await Echo.start();
    await using proxy = await TcpProxy.start(echo.port);
    await echo[Symbol.asyncDispose]();
    using client = new Client(proxy.port);
    await client.endsBy("ECONNRESET");
    await eventually(() => proxy.connections === 0);
  });
});
