import { mqttTransport, RpcError, type MqttTransport } from "mqant/client";
import { connectAsync, type IClientOptions, type MqttClient } from "mqtt";
import * as assert from "uvu/assert";
import { eventually } from "../../support/eventually.ts";
import { HeldHandlers } from "../../support/held-handlers.ts";
import { RunningGate } from "../../support/running-gate.ts";
import { suite } from "../../support/suite.ts";
import { TcpProxy } from "../../support/tcp-proxy.ts";

/** A gate behind a connection that the test breaks, and a client of MQTT.js that comes back. */
class Stage implements AsyncDisposable {
  readonly held: HeldHandlers = new HeldHandlers();
  readonly #running: RunningGate;
  readonly proxy: TcpProxy;
  readonly client: MqttClient;
  readonly transport: MqttTransport;

  private constructor(
    running: RunningGate,
    proxy: TcpProxy,
    client: MqttClient,
    held: HeldHandlers,
    qos: 0 | 1,
  ) {
    this.#running = running;
    this.proxy = proxy;
    this.client = client;
    this.held = held;
    this.transport = mqttTransport(client, { qos });
  }

  static async of({
    network = "tcp",
    protocolVersion = 4,
    resume = true,
    qos = 1,
    ...options
  }: StageOptions = {}): Promise<Stage> {
    const held = new HeldHandlers();
    const running = await RunningGate.start({
      settings: { TCPAddr: "127.0.0.1:0", WSAddr: "127.0.0.1:0", resume },
      handlers: { Test: { HD_Held: (_session, name) => held.enter(name as string) } },
      closeTimeoutMs: 100,
    });
    const proxy = await TcpProxy.start(running.port(network));
    const scheme = network === "tcp" ? "mqtt" : "ws";
    const client = await connectAsync(`${scheme}://127.0.0.1:${proxy.port}`, {
      protocolVersion,
      clientId: "page",
      clean: false,
      username: "ann",
      password: "secret",
      reconnectPeriod: 20,
      ...(protocolVersion === 5 && { properties: { sessionExpiryInterval: 60 } }),
      ...options,
    });
    client.on("error", () => {}); // it reconnects
    return new Stage(running, proxy, client, held, qos);
  }

  ask(name: string, timeoutMs = 20_000): Promise<unknown> {
    return this.transport.request("Test", "HD_Held", name, { timeoutMs });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.client.endAsync(true);
    await this.proxy[Symbol.asyncDispose]();
    await this.#running[Symbol.asyncDispose]();
  }
}

interface StageOptions extends Pick<
  IClientOptions,
  "protocolId" | "protocolVersion" | "clean" | "reconnectPeriod" | "properties"
> {
  readonly network?: "tcp" | "ws";
  readonly resume?: boolean;
  readonly qos?: 0 | 1;
}

/** What became of a request, as soon as something has. */
function fateOf(request: Promise<unknown>): { is: unknown } {
  const fate: { is: unknown } = { is: "waits" };
  request.then(
    (result) => (fate.is = result),
    (error: unknown) => (fate.is = RpcError.from(error).code),
  );
  return fate;
}

suite("mqtt transport: requests over a connection that breaks, with the session kept", (test) => {
  for (const network of ["tcp", "ws"] as const)
    for (const protocolVersion of [4, 5] as const) {
      test(`version ${protocolVersion} over ${network}: the reply comes on the next connection, and the handler ran once`, async () => {
        await using stage = await Stage.of({ network, protocolVersion });
        const early = fateOf(stage.ask("early"));
        const late = fateOf(stage.ask("late"));
        await stage.held.hasBegun("early", "late");
        await eventually(() => Object.keys(stage.client.outgoing).length === 0, "PUBACK");
        await stage.proxy.refuse();
        await eventually(() => stage.client.reconnecting);
        stage.held.leave("early");
        assert.equal([early.is, late.is], ["waits", "waits"]);
        await stage.proxy.accept();
        await eventually(() => early.is !== "waits");
        stage.held.leave("late");
        await eventually(() => late.is !== "waits");
        assert.equal([early.is, late.is], ["early", "late"]);
        assert.equal(stage.held.begun, ["early", "late"]);
      });
    }

  test("a request that the gate never got is sent again, and answered", async () => {
    await using stage = await Stage.of();
    stage.proxy.freeze();
    const asked = fateOf(stage.ask("unheard"));
    stage.proxy.reset();
    stage.proxy.thaw();
    await stage.held.hasBegun("unheard");
    stage.held.leave("unheard");
    await eventually(() => asked.is !== "waits");
    assert.equal([asked.is, stage.held.begun], ["unheard", ["unheard"]]);
  });

  test("the time limit goes on, whether the client is back or not", async () => {
    await using stage = await Stage.of();
    const asked = fateOf(stage.ask("slow", 100));
    await stage.held.hasBegun("slow");
    await stage.proxy.refuse();
    await eventually(() => asked.is !== "waits");
    assert.is(asked.is, "deadline_exceeded");
  });

  test("a client that ends while it is away loses what waits at once", async () => {
    await using stage = await Stage.of();
    const asked = fateOf(stage.ask("left"));
    await stage.held.hasBegun("left");
    await stage.proxy.refuse();
    await eventually(() => stage.client.reconnecting);
    await stage.client.endAsync(true);
    await eventually(() => asked.is !== "waits");
    assert.is(asked.is, "lost");
  });
});

suite("mqtt transport: requests over a connection that breaks, without the session", (test) => {
  for (const protocolVersion of [4, 5] as const) {
    test(`version ${protocolVersion}: CONNACK without its session loses what waited, and nothing newer`, async () => {
      await using stage = await Stage.of({ protocolVersion, resume: false });
      let newer: { is: unknown } | undefined;
      stage.client.on("connect", () => (newer = fateOf(other.request("Test", "HD_Held", "newer"))));
      const other = mqttTransport(stage.client, { qos: 1 });
      const asked = fateOf(stage.ask("older"));
      const askedOther = fateOf(other.request("Test", "HD_Held", "another"));
      await stage.held.hasBegun("older", "another");
      await stage.proxy.refuse();
      await eventually(() => stage.client.reconnecting);
      assert.equal([asked.is, askedOther.is], ["waits", "waits"]);
      await stage.proxy.accept();
      await stage.held.hasBegun("newer");
      stage.held.leave("newer");
      await eventually(() => newer?.is !== "waits");
      assert.equal([asked.is, askedOther.is, newer?.is], ["lost", "lost", "newer"]);
    });
  }

  const unkept: readonly (readonly [string, StageOptions])[] = [
    ["a clean session", { clean: true }],
    ["requests at QoS 0", { qos: 0 }],
    ["MQTT 5 without a session expiry", { protocolVersion: 5, properties: {} }],
    ["MQTT 3.1, whose CONNACK tells of no session", { protocolVersion: 3, protocolId: "MQIsdp" }],
    ["a client that does not reconnect", { reconnectPeriod: 0 }],
  ];
  for (const [what, options] of unkept) {
    test(`${what}: lost at once`, async () => {
      await using stage = await Stage.of(options);
      const asked = fateOf(stage.ask("asked"));
      await stage.held.hasBegun("asked");
      await stage.proxy.refuse();
      await eventually(() => asked.is !== "waits");
      assert.equal([asked.is, stage.client.connected], ["lost", false]);
    });
  }
});
