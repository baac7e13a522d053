import type { Handler, Session } from "mqant";
import { connectAsync, type IClientOptions, type MqttClient } from "mqtt";
import * as assert from "uvu/assert";
import { eventually } from "../../support/eventually.ts";
import { RunningGate } from "../../support/running-gate.ts";
import { suite } from "../../support/suite.ts";

const HANDLERS: Record<string, Record<string, Handler>> = {
  Test: {
    HD_Echo: (_session: Session, body: unknown) => body,
    HD_Hello: (session: Session) => session.send("Test/OnHello", { hello: session.network }),
  },
};

interface Stage extends AsyncDisposable {
  readonly running: RunningGate;
  readonly client: MqttClient;
  readonly messages: Map<string, string>;
}

async function stageOf(network: "tcp" | "ws", options: IClientOptions): Promise<Stage> {
  const settings = { TCPAddr: "127.0.0.1:0", WSAddr: "127.0.0.1:0" };
  const running = await RunningGate.start({ settings, handlers: HANDLERS });
  const scheme = network === "tcp" ? "mqtt" : "ws";
  const url = `${scheme}://127.0.0.1:${running.port(network)}`;
  let client: MqttClient;
  try {
    client = await connectAsync(url, { reconnectPeriod: 0, ...options }, false);
  } catch (error) {
    await running.app.close();
    throw error;
  }
  const messages = new Map<string, string>();
  client.on("message", (topic, payload) => messages.set(topic, String(payload)));
  return {
    running,
    client,
    messages,
    async [Symbol.asyncDispose]() {
      await client.endAsync(true);
      await running[Symbol.asyncDispose]();
    },
  };
}

suite("MQTT.js", (test) => {
  for (const network of ["tcp", "ws"] as const) {
    for (const protocolVersion of [3, 4] as const) {
      const options: IClientOptions =
        protocolVersion === 3 ? { protocolId: "MQIsdp", protocolVersion } : { protocolVersion };

      test(`version ${protocolVersion} over ${network}: requests at each QoS, pushes, subscriptions`, async () => {
        await using stage = await stageOf(network, options);
        const { client, messages } = stage;
        for (const qos of [0, 1, 2] as const) {
          await client.publishAsync(`Test/HD_Echo/${qos}`, JSON.stringify({ qos }), { qos });
          await eventually(() => messages.has(`Test/HD_Echo/${qos}`));
          const body = JSON.parse(messages.get(`Test/HD_Echo/${qos}`) ?? "") as unknown;
          assert.equal(body, { Error: "", Result: { qos } });
        }
        await client.publishAsync("Test/HD_Hello", "");
        await eventually(() => messages.has("Test/OnHello"));
        assert.is(messages.get("Test/OnHello"), `{"hello":"${network}"}`);
        const granted = await client.subscribeAsync({ "a/+": { qos: 2 }, "b/#": { qos: 0 } });
        assert.equal(
          granted.map(({ topic, qos }) => [topic, qos]),
          [
            ["a/+", 1],
            ["b/#", 0],
          ],
        );
        await client.unsubscribeAsync("a/+");
      });
    }

    test(`its keep-alive over ${network} is answered: the connection lives on`, async () => {
      await using stage = await stageOf(network, { keepalive: 1 });
      let pings = 0;
      let closed = false;
      stage.client.on("packetreceive", ({ cmd }) => (pings += cmd === "pingresp" ? 1 : 0));
      stage.client.on("close", () => (closed = true));
      await eventually(() => pings >= 3);
      assert.not(closed);
    });

    test(`version 5 over ${network} is refused with a reason that it understands`, async () => {
      const reason = await stageOf(network, { protocolVersion: 5 }).then(
        async (stage) => {
          await stage[Symbol.asyncDispose]();
          return "it was accepted";
        },
        (error: Error) => error.message,
      );
      assert.match(reason, /Unsupported Protocol Version/iu);
    });
  }

  test("many requests at a time are answered, each with its own", async () => {
    await using stage = await stageOf("tcp", {});
    const count = 300;
    for (let index = 0; index < count; index++) {
      stage.client.publish(`Test/HD_Echo/${index}`, String(index), {
        qos: index % 2 === 0 ? 0 : 1,
      });
    }
    await eventually(() => stage.messages.size === count);
    for (let index = 0; index < count; index++) {
      const body = stage.messages.get(`Test/HD_Echo/${index}`);
      assert.is(body, `{"Error":"","Result":${index}}`);
    }
  });

  test("it reconnects after the gate has closed its session", async () => {
    await using stage = await stageOf("tcp", { reconnectPeriod: 20 });
    let connects = 0;
    stage.client.on("connect", () => connects++);
    const [line] = stage.running.log.ofKind("connected");
    await stage.running.app.invoke("Gate", "Close", [line?.fields["sessionId"]]);
    await eventually(() => connects === 1);
    await stage.client.publishAsync("Test/HD_Echo/1", "1");
    await eventually(() => stage.messages.has("Test/HD_Echo/1"));
  });
});
