import { once } from "node:events";
import { request, type IncomingMessage } from "node:http";
import { connect as connectTcp } from "node:net";
import { createApp, Gate, parseConfig, type Handler, type Session } from "mqant";
import { generate, type Packet } from "mqtt-packet";
import * as assert from "uvu/assert";
import { WebSocket } from "ws";
import { eventually } from "../../support/eventually.ts";
import { MemoryLog } from "../../support/memory-log.ts";
import { parsePackets } from "../../support/parse-packets.ts";
import { connectPacket, publishPacket } from "../../support/raw-mqtt-client.ts";
import { RunningGate } from "../../support/running-gate.ts";
import { suite } from "../../support/suite.ts";
import { TestModule } from "../../support/test-module.ts";

const HANDLERS: Record<string, Record<string, Handler>> = {
  Test: {
    HD_Echo: (_session: Session, body: unknown) => body,
    HD_Network: ({ network, ip }: Session) => `${network} ${ip}`,
  },
};

function start(settings: Record<string, unknown> = {}): Promise<RunningGate> {
  return RunningGate.start({
    settings: { WSAddr: "127.0.0.1:0", ...settings },
    handlers: HANDLERS,
  });
}

/** A WebSocket that keeps what comes. */
class WsClient implements AsyncDisposable {
  readonly socket: WebSocket;
  readonly messages: Buffer[] = [];
  closeCode: number | undefined;

  constructor(port: number, protocols: string[] = ["mqtt"], path = "/", origin?: string) {
    const options = { perMessageDeflate: true, ...(origin === undefined ? {} : { origin }) };
    this.socket = new WebSocket(`ws://127.0.0.1:${port}${path}`, protocols, options);
    this.socket.on("message", (data) => this.messages.push(data as Buffer)); // nodebuffer by default
    this.socket.on("close", (code) => (this.closeCode = code));
    this.socket.on("error", () => {}); // "close" follows
  }

  get packets(): Packet[] {
    return parsePackets(Buffer.concat(this.messages));
  }

  async open(): Promise<this> {
    await once(this.socket, "open");
    return this;
  }

  async untilPackets(count: number): Promise<Packet[]> {
    await eventually(() => this.packets.length >= count, `${count} packets`);
    return this.packets;
  }

  async untilClosed(): Promise<number> {
    await eventually(() => this.closeCode !== undefined, "the end of the WebSocket");
    return this.closeCode ?? 0;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.socket.terminate();
    await this.untilClosed();
  }
}

function topics(packets: Packet[]): string[] {
  return packets.map((packet) => (packet.cmd === "publish" ? packet.topic : packet.cmd));
}

suite("WebSocket", (test) => {
  const subprotocols: [offered: string[], chosen: string][] = [
    [["mqtt"], "mqtt"],
    [["mqttv3.1"], "mqttv3.1"],
    [["mqttv3.1", "mqtt"], "mqtt"],
    [[], ""],
  ];
  for (const [offered, chosen] of subprotocols) {
    test(`offered [${offered.join()}] the gate speaks "${chosen}", on any path, uncompressed`, async () => {
      await using running = await start();
      await using client = await new WsClient(running.port("ws"), offered, "/any/path?x=1").open();
      assert.is(client.socket.protocol, chosen);
      assert.is(client.socket.extensions, "");
      client.socket.send(generate(connectPacket()));
      assert.equal(topics(await client.untilPackets(1)), ["connack"]);
    });
  }

  test("packets may share a message, and a packet may stretch over many", async () => {
    await using running = await start();
    await using client = await new WsClient(running.port("ws")).open();
    const bytes = Buffer.concat([
      generate(connectPacket()),
      generate(publishPacket("Test/HD_Echo/1", "1")),
      generate(publishPacket("Test/HD_Echo/2", JSON.stringify("x".repeat(300)))),
    ]);
    client.socket.send(bytes.subarray(0, 40));
    for (const byte of bytes.subarray(40)) client.socket.send(Buffer.from([byte]));
    const packets = await client.untilPackets(3);
    assert.equal(topics(packets), ["connack", "Test/HD_Echo/1", "Test/HD_Echo/2"]);
  });

  test("a fragmented message is put together", async () => {
    await using running = await start();
    await using client = await new WsClient(running.port("ws")).open();
    const bytes = Buffer.concat([
      generate(connectPacket()),
      generate(publishPacket("Test/HD_Echo/1", "1")),
    ]);
    for (let at = 0; at < bytes.length; at += 7) {
      client.socket.send(bytes.subarray(at, at + 7), { binary: true, fin: at + 7 >= bytes.length });
    }
    assert.equal(topics(await client.untilPackets(2)), ["connack", "Test/HD_Echo/1"]);
  });

  test("answers are binary messages", async () => {
    await using running = await start();
    await using client = await new WsClient(running.port("ws")).open();
    const kinds: boolean[] = [];
    client.socket.on("message", (_data, isBinary) => kinds.push(isBinary));
    client.socket.send(generate(connectPacket()));
    await client.untilPackets(1);
    assert.equal(kinds, [true]);
  });

  test("a text message closes the connection with code 1003", async () => {
    await using running = await start();
    await using client = await new WsClient(running.port("ws")).open();
    client.socket.send("hello");
    assert.is(await client.untilClosed(), 1003);
    await eventually(() => running.log.ofKind("violation").length === 1);
  });

  test("a message beyond the packet limit closes the connection with code 1009", async () => {
    await using running = await start({ MaxMsgLen: 1000 });
    await using client = await new WsClient(running.port("ws")).open();
    client.socket.send(Buffer.alloc(5000));
    assert.is(await client.untilClosed(), 1009);
    await eventually(() => running.log.ofKind("too_large").length === 1);
  });

  test("a session tells its network and address", async () => {
    await using running = await start();
    await using client = await new WsClient(running.port("ws")).open();
    client.socket.send(generate(connectPacket()));
    client.socket.send(generate(publishPacket("Test/HD_Network/1")));
    const reply = (await client.untilPackets(2))[1];
    assert.match(String(reply?.cmd === "publish" && reply.payload), /"Result":"ws 127\.0\.0\.1"/u);
  });

  test("a ping of WebSocket is answered", async () => {
    await using running = await start();
    await using client = await new WsClient(running.port("ws")).open();
    client.socket.ping("are you there");
    const [data] = (await once(client.socket, "pong")) as [Buffer];
    assert.is(String(data), "are you there");
  });

  test("for a client that pings and does not read no answers are gathered", async () => {
    await using running = await start({ connectTimeoutMs: 60_000 });
    await using client = await new WsClient(running.port("ws")).open();
    let pongs = 0;
    let end = false;
    client.socket.on("pong", (data) => {
      if (String(data) === "end") end = true;
      else pongs++;
    });
    client.socket.pause();
    const sent = 150_000; // their answers are more than what the system itself keeps for a socket
    for (let index = 0; index < sent; index++) {
      client.socket.ping(Buffer.alloc(125));
      if (index % 1000 === 0) await new Promise((resolve) => setImmediate(resolve));
    }
    await eventually(() => client.socket.bufferedAmount === 0);
    client.socket.resume();
    await eventually(() => {
      client.socket.ping("end");
      return end;
    });
    assert.ok(pongs < sent, `${pongs} of ${sent} were answered`);
  });

  test("the gate closes with code 1000, after CONNACK where it refuses", async () => {
    await using running = await start();
    await using client = await new WsClient(running.port("ws")).open();
    client.socket.send(Buffer.from("100e00044d5154540602000000026331", "hex"));
    assert.is(await client.untilClosed(), 1000);
    assert.is(Buffer.concat(client.messages).toString("hex"), "20020001");
  });
});

suite("origins of WebSockets", (test) => {
  async function outcome(
    origin: string | undefined,
    allowedOrigins: string[] = [],
  ): Promise<string> {
    await using running = await start({ allowedOrigins });
    await using client = new WsClient(running.port("ws"), ["mqtt"], "/", origin);
    const refused = new Promise<string>((resolve) => {
      client.socket.on("unexpected-response", (_request, response) => {
        resolve(`${response.statusCode} ${response.headers["content-length"]}`);
        response.destroy();
      });
    });
    return await Promise.race([refused, client.open().then(() => "open")]);
  }

  test("no origin and those of allowedOrigins are let in, others get 403 without detail", async () => {
    assert.is(await outcome(undefined), "open");
    assert.is(await outcome("https://game.example", ["https://game.example"]), "open");
    assert.is(await outcome("https://evil.example", ["https://game.example"]), "403 0");
    assert.is(await outcome("https://evil.example"), "403 0");
    assert.is(await outcome("https://evil.example", ["*"]), "open");
  });

  test("pages of the gate's own host and port are let in", async () => {
    await using running = await start();
    const port = running.port("ws");
    await using client = new WsClient(port, ["mqtt"], "/", `http://127.0.0.1:${port}`);
    await client.open();
  });
});

suite("HTTP on the WebSocket port", (test) => {
  async function ask(method: string, path: string): Promise<{ status: number; text: string }> {
    await using running = await start();
    const [response] = (await once(
      request({ host: "127.0.0.1", port: running.port("ws"), method, path, agent: false }).end(),
      "response",
    )) as [IncomingMessage];
    let text = "";
    for await (const chunk of response) text += String(chunk);
    assert.is(response.headers["connection"], "close");
    return { status: response.statusCode ?? 0, text };
  }

  test("GET /healthz says that all is well", async () => {
    assert.equal(await ask("GET", "/healthz"), { status: 200, text: '{"status":"ok"}' });
    assert.equal(await ask("GET", "/healthz?now"), { status: 200, text: '{"status":"ok"}' });
  });

  test("GET /healthz says that a process which is still starting is not to be sent work", async () => {
    const gate = new Gate();
    let health: unknown;
    class Late extends TestModule {
      async onStart(): Promise<void> {
        const port = gate.addresses()[0]?.port;
        const response = await fetch(`http://127.0.0.1:${port}/healthz?from=balancer`);
        health = [response.status, await response.json()];
      }
    }
    const place = { ProcessID: "development" };
    const Settings = { WSAddr: "127.0.0.1:0" };
    const Module = { Gate: [{ Id: "G", ...place, Settings }], Late: [{ Id: "L", ...place }] };
    await using app = createApp({ log: new MemoryLog() });
    app.configure(parseConfig(JSON.stringify({ Module }), "test.json"));
    await app.start(gate, new Late("Late"));
    assert.equal(health, [503, { status: "unavailable", state: "starting" }]);
  });

  test("anything else is not found, and nothing is told", async () => {
    for (const [method, path] of [
      ["GET", "/"],
      ["GET", "/healthz/x"],
      ["POST", "/healthz"],
      ["GET", "/../../etc/passwd"],
    ] as const) {
      assert.equal(await ask(method, path), { status: 404, text: "" });
    }
  });

  test("what is no HTTP is closed, the gate goes on", async () => {
    await using running = await start();
    const port = running.port("ws");
    for (const bytes of [
      "\x16\x03\x01",
      "\0\0\0\0\r\n\r\n",
      "GET\r\n\r\n",
      "GET / HTTP/9\r\n\r\n",
    ]) {
      const socket = connectTcp(port, "127.0.0.1");
      socket.on("error", () => {});
      socket.resume();
      socket.end(bytes);
      await once(socket, "close");
    }
    await using client = await new WsClient(port).open();
    client.socket.send(generate(connectPacket()));
    await client.untilPackets(1);
  });
});
