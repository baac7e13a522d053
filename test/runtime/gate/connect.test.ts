import { Gate, RpcError, type ConnectCredentials, type Session } from "mqant";
import { generate } from "mqtt-packet";
import * as assert from "uvu/assert";
import { eventually } from "../../support/eventually.ts";
import { connectPacket, publishPacket, RawMqttClient } from "../../support/raw-mqtt-client.ts";
import { RunningGate } from "../../support/running-gate.ts";
import { suite } from "../../support/suite.ts";

const ECHO = { Echo: { HD_Echo: (_session: Session, body: unknown) => body } };

/** A gate whose hooks tell what they were given, and do what the test wants. */
class HookedGate extends Gate {
  readonly connects: ConnectCredentials[] = [];
  readonly disconnects: string[] = [];
  connecting: (session: Session, credentials: ConnectCredentials) => void | Promise<void> =
    () => {};

  override async onConnect(session: Session, credentials: ConnectCredentials): Promise<void> {
    this.connects.push(credentials);
    await this.connecting(session, credentials);
  }
  override onDisconnect(session: Session): void {
    this.disconnects.push(session.sessionId);
  }
}

suite("connecting", (test) => {
  test("MQTT 3.1 and 3.1.1 are accepted with CONNACK 0 and no session present", async () => {
    await using running = await RunningGate.start();
    for (const hex of [
      "101000064d51497364700302003c00026331",
      "100e00044d5154540402000000026332",
      "100e00044d5154540400000000026333",
    ]) {
      await using client = await RawMqttClient.open({ port: running.port() });
      client.send(hex);
      await client.next();
      assert.is(client.hex, "20020000");
    }
  });

  test("CONNECT may come byte by byte", async () => {
    await using running = await RunningGate.start();
    await using client = await RawMqttClient.open({ port: running.port() });
    for (const byte of generate(connectPacket({ clientId: "slow", username: "u" }))) {
      client.send(Buffer.from([byte]));
      await new Promise((resolve) => setImmediate(resolve));
    }
    await client.next();
    assert.is(client.hex, "20020000");
  });

  const refused: [name: string, hex: string, answer: string][] = [
    ["an unknown level", "100e00044d5154540602000000026331", "20020001"],
    ["an empty client id without a clean session", "100c00044d515454040000000000", "20020002"],
    ["another protocol", "100d0003464f4f0402000000026331", ""],
    ["PUBLISH first", "30030001" + "61", ""],
    ["HTTP", Buffer.from("GET / HTTP/1.1\r\n\r\n").toString("hex"), ""],
    ["zero bytes", "00000000", ""],
    ["0xff bytes", "ffffffffffff", ""],
  ];
  for (const [name, hex, answer] of refused) {
    test(`${name} is answered with "${answer}" and closed`, async () => {
      await using running = await RunningGate.start({ handlers: ECHO });
      await using client = await RawMqttClient.open({ port: running.port() });
      client.send(hex, publishPacket("Echo/HD_Echo/1", "1"));
      await client.untilClosed();
      assert.is(client.hex, answer);
      assert.is(running.gate.connectionCount, 0);
    });
  }

  test("a second CONNECT closes the connection", async () => {
    await using running = await RunningGate.start();
    await using client = await RawMqttClient.connect({ port: running.port() });
    client.send(connectPacket());
    await client.untilClosed();
    assert.is(client.hex, "");
    assert.match(running.log.ofKind("violation")[0]?.message ?? "", /second CONNECT/u);
  });

  test("who says nothing, or half of it, is closed after connectTimeoutMs", async () => {
    await using running = await RunningGate.start({ settings: { connectTimeoutMs: 150 } });
    const port = running.port();
    const started = performance.now();
    await using silent = await RawMqttClient.open({ port });
    await using half = await RawMqttClient.open({ port });
    half.send(generate(connectPacket({ clientId: "half" })).subarray(0, 9));
    await using slow = await RawMqttClient.connect({ port });
    await Promise.all([silent.untilClosed(), half.untilClosed()]);
    assert.ok(performance.now() - started >= 145);
    assert.not(slow.closed, "who has connected stays");
    assert.is(running.log.ofKind("no_connect").length, 2);
  });

  test("a CONNECT larger than maxConnectBytes is refused on its header", async () => {
    await using running = await RunningGate.start({ settings: { maxConnectBytes: 100 } });
    await using client = await RawMqttClient.open({ port: running.port() });
    client.send("10e407"); // 996 bytes are to follow
    await client.untilClosed();
    assert.is(running.log.ofKind("too_large").length, 1);
  });

  test("beyond MaxConnNum sockets are closed, and let in again when one has left", async () => {
    await using running = await RunningGate.start({ settings: { MaxConnNum: 2 } });
    const port = running.port();
    await using _first = await RawMqttClient.connect({ port });
    const second = await RawMqttClient.connect({ port });
    await using third = await RawMqttClient.open({ port });
    await third.untilClosed();
    assert.match(running.log.ofKind("full")[0]?.message ?? "", /MaxConnNum/u);
    await second[Symbol.asyncDispose]();
    await eventually(() => running.gate.connectionCount === 1);
    await using _fourth = await RawMqttClient.connect({ port });
  });
});

suite("connections of one address", (test) => {
  test("beyond maxConnectionsPerIp sockets are closed, of this address and no other, and let in again when one has left", async () => {
    const settings = { maxConnectionsPerIp: 2, TCPAddr: "127.0.0.1:0", WSAddr: "127.0.0.1:0" };
    await using running = await RunningGate.start({ settings });
    const options = { port: running.port() };
    await using _first = await RawMqttClient.connect(options);
    const second = await RawMqttClient.connect({ port: running.port("ws"), network: "ws" });
    await using third = await RawMqttClient.open(options);
    await third.untilClosed();
    assert.match(running.log.ofKind("full_for_ip")[0]?.message ?? "", /maxConnectionsPerIp/u);
    await using elsewhere = await RawMqttClient.connect({ ...options, from: "127.0.0.2" });
    assert.not(elsewhere.closed);
    await second[Symbol.asyncDispose]();
    await eventually(() => running.gate.connectionCount === 2);
    await using fourth = await RawMqttClient.connect(options);
    assert.not(fourth.closed);
  });
});

suite("onConnect", (test) => {
  test("it gets what CONNECT says, and a session that is nobody's", async () => {
    const gate = new HookedGate();
    let session: Session | undefined;
    gate.connecting = (given) => void (session = given);
    await using running = await RunningGate.start({ gate });
    const password = Buffer.from("pä");
    const connect = { clientId: "c1", username: "ann", password };
    await using _client = await RawMqttClient.connect({ port: running.port() }, connect);
    assert.equal(gate.connects, [{ clientId: "c1", username: "ann", password: "pä" }]);
    assert.match(session?.sessionId ?? "", /^[\da-f]{32}$/u);
    assert.equal(
      { ...session?.snapshot(), sessionId: "" },
      {
        sessionId: "",
        userId: "",
        serverId: "Gate001",
        network: "tcp",
        ip: "127.0.0.1",
        settings: {},
      },
    );
  });

  const outcomes: [name: string, thrown: unknown, answer: string][] = [
    ["unauthenticated", new RpcError("unauthenticated", "wrong password"), "20020004"],
    ["permission_denied", new RpcError("permission_denied", "banned"), "20020005"],
    ["an Error", new Error("database away"), "20020005"],
    ["nothing at all", undefined, "20020005"],
  ];
  for (const [name, thrown, answer] of outcomes) {
    test(`throwing ${name} is answered ${answer}, and what the client sent behind is not served`, async () => {
      const gate = new HookedGate();
      gate.connecting = () => {
        throw thrown;
      };
      let served = 0;
      await using running = await RunningGate.start({
        gate,
        handlers: { Echo: { HD_Echo: () => ++served } },
      });
      await using client = await RawMqttClient.open({ port: running.port() });
      client.send(connectPacket(), publishPacket("Echo/HD_Echo/1"));
      await client.untilClosed();
      assert.is(client.hex, answer);
      assert.is(served, 0);
      assert.is(running.gate.connectionCount, 0);
      assert.equal(gate.disconnects, []);
      const kind = answer === "20020004" ? "unauthenticated" : "refused";
      assert.is(running.log.ofKind(kind).length, 1);
    });
  }

  test("what a client sends before CONNACK is served after it, in order", async () => {
    const gate = new HookedGate();
    let letIn = () => {};
    gate.connecting = () => new Promise((resolve) => (letIn = resolve));
    await using running = await RunningGate.start({ gate, handlers: ECHO });
    await using client = await RawMqttClient.open({ port: running.port() });
    client.send(connectPacket(), publishPacket("Echo/HD_Echo/1", "1"));
    await eventually(() => gate.connects.length === 1);
    client.send(publishPacket("Echo/HD_Echo/2", "2"), { cmd: "pingreq" });
    await new Promise((resolve) => setTimeout(resolve, 30)); // time to do it wrong
    assert.is(client.hex, "");
    letIn();
    const answers = [
      await client.next(),
      await client.next(),
      await client.next(),
      await client.next(),
    ];
    assert.is(answers[0]?.cmd, "connack");
    const topics = answers.flatMap((packet) => (packet.cmd === "publish" ? [packet.topic] : []));
    assert.equal(topics, ["Echo/HD_Echo/1", "Echo/HD_Echo/2"]);
  });

  test("a push sent inside of it comes after CONNACK", async () => {
    const gate = new HookedGate();
    gate.connecting = async (session) => {
      await session.bind("ann");
      await session.send("Chat/OnHello", { text: "hi" });
    };
    await using running = await RunningGate.start({ gate });
    await using client = await RawMqttClient.open({ port: running.port() });
    client.send(connectPacket());
    assert.is((await client.next()).cmd, "connack");
    const push = await client.next();
    assert.is(push.cmd === "publish" && push.topic, "Chat/OnHello");
  });

  test("one that does not end is answered with code 3 after connectTimeoutMs", async () => {
    const gate = new HookedGate();
    gate.connecting = () => new Promise(() => {});
    await using running = await RunningGate.start({ gate, settings: { connectTimeoutMs: 100 } });
    await using client = await RawMqttClient.open({ port: running.port() });
    client.send(connectPacket());
    await client.untilClosed();
    assert.is(client.hex, "20020003");
    assert.is(running.gate.connectionCount, 0);
  });

  test("a client that leaves while it runs gets its onDisconnect when it has let the client in", async () => {
    const gate = new HookedGate();
    let letIn = () => {};
    let sessionId = "";
    gate.connecting = (session) => {
      ({ sessionId } = session);
      return new Promise((resolve) => (letIn = resolve));
    };
    await using running = await RunningGate.start({ gate });
    const client = await RawMqttClient.open({ port: running.port() });
    client.send(connectPacket());
    await eventually(() => gate.connects.length === 1);
    await client[Symbol.asyncDispose]();
    await eventually(() => running.gate.connectionCount === 0);
    assert.equal(gate.disconnects, []);
    letIn();
    await eventually(() => gate.disconnects.length === 1);
    assert.equal(gate.disconnects, [sessionId]);
  });
});

suite("taking over", (test) => {
  test("the same client id closes the old connection, which is said goodbye to once", async () => {
    const gate = new HookedGate();
    await using running = await RunningGate.start({ gate, handlers: ECHO });
    const port = running.port();
    await using old = await RawMqttClient.connect({ port }, { clientId: "ann" });
    await using other = await RawMqttClient.connect({ port }, { clientId: "bob" });
    await using fresh = await RawMqttClient.connect({ port }, { clientId: "ann" });
    await old.untilClosed();
    await eventually(() => gate.disconnects.length === 1);
    assert.equal(await fresh.request("Echo/HD_Echo/1", 1), { Error: "", Result: 1 });
    assert.equal(await other.request("Echo/HD_Echo/1", 1), { Error: "", Result: 1 });
    assert.is(running.log.ofKind("taken_over").length, 1);
    // The third with that id closes the second: the first one's end has not freed the id.
    await using _third = await RawMqttClient.connect({ port }, { clientId: "ann" });
    await fresh.untilClosed();
    assert.is(running.gate.connectionCount, 2);
  });

  test("empty client ids are each somebody else", async () => {
    await using running = await RunningGate.start({ handlers: ECHO });
    const port = running.port();
    await using first = await RawMqttClient.connect({ port });
    await using second = await RawMqttClient.connect({ port });
    assert.equal(await first.request("Echo/HD_Echo/1", 1), { Error: "", Result: 1 });
    assert.equal(await second.request("Echo/HD_Echo/1", 2), { Error: "", Result: 2 });
  });

  test("who is refused throws nobody out", async () => {
    const gate = new HookedGate();
    await using running = await RunningGate.start({ gate, handlers: ECHO });
    const port = running.port();
    await using owner = await RawMqttClient.connect({ port }, { clientId: "ann" });
    gate.connecting = () => {
      throw new RpcError("unauthenticated", "wrong password");
    };
    await using thief = await RawMqttClient.open({ port });
    thief.send(connectPacket({ clientId: "ann" }));
    await thief.untilClosed();
    assert.equal(await owner.request("Echo/HD_Echo/1", 1), { Error: "", Result: 1 });
  });
});
