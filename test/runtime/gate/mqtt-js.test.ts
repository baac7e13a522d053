import { readFileSync } from "node:fs";
import type { Handler, Session } from "mqant";
import type { IPublishPacket } from "mqtt-packet";
import { connectAsync, type IClientOptions, type MqttClient } from "mqtt";
import * as assert from "uvu/assert";
import { hasCommand } from "../../support/command.ts";
import { eventually } from "../../support/eventually.ts";
import { RunningGate } from "../../support/running-gate.ts";
import { suite } from "../../support/suite.ts";
import { TestCertificate } from "../../support/test-certificate.ts";

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

const SCHEMES = { tcp: "mqtt", tls: "mqtts", ws: "ws", wss: "wss" } as const;

async function stageOf(
  network: keyof typeof SCHEMES,
  given: IClientOptions,
  more: Record<string, unknown> = {},
): Promise<Stage> {
  using certificate = network === "tls" || network === "wss" ? new TestCertificate() : undefined;
  const tls = certificate && {
    Tls: true,
    CertFile: certificate.certFile,
    KeyFile: certificate.keyFile,
  };
  const settings = { TCPAddr: "127.0.0.1:0", WSAddr: "127.0.0.1:0", ...tls, ...more };
  const running = await RunningGate.start({ settings, handlers: HANDLERS });
  const url = `${SCHEMES[network]}://localhost:${running.port(network)}`;
  const trusted = certificate && { ca: [readFileSync(certificate.certFile)] };
  const options: IClientOptions = { ...trusted, ...given };
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
  for (const network of ["tcp", "tls", "ws", "wss"] as const) {
    if ((network === "tls" || network === "wss") && !hasCommand("openssl")) {
      test.skip(`requests over ${network}`, "openssl is missing");
      continue;
    }
    for (const protocolVersion of [3, 4, 5] as const) {
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
  }

  for (const network of ["tcp", "ws"] as const) {
    test(`version 5 over ${network}: a request with response topic and correlation data gets its reply there`, async () => {
      await using stage = await stageOf(network, { protocolVersion: 5 });
      const replies: IPublishPacket[] = [];
      stage.client.on("message", (_topic, _payload, packet) => replies.push(packet));
      const correlationData = Buffer.from([0, 255, 7]);
      const properties = { responseTopic: "my/replies", correlationData };
      await stage.client.publishAsync("Test/HD_Echo", "[1]", { qos: 1, properties });
      await eventually(() => replies.length === 1);
      const [reply] = replies;
      assert.equal(
        [reply?.topic, String(reply?.payload)],
        ["my/replies", '{"Error":"","Result":[1]}'],
      );
      assert.equal([...(reply?.properties?.correlationData ?? [])], [...correlationData]);
    });
  }

  test("version 5: pushes keep to its window and use its aliases", async () => {
    const stage = await stageOf(
      "tcp",
      {
        protocolVersion: 5,
        properties: { topicAliasMaximum: 3, receiveMaximum: 2, sessionExpiryInterval: 60 },
        autoUseTopicAlias: true,
        autoAssignTopicAlias: true,
      },
      { pushQos: 1 },
    );
    await using _stage = stage;
    const { client, messages } = stage;
    for (let round = 0; round < 5; round++) {
      await client.publishAsync("Test/HD_Hello", "", { qos: 1 });
      await eventually(() => messages.delete("Test/OnHello"));
    }
    await client.publishAsync("Test/HD_Echo/1", "1");
    await eventually(() => messages.has("Test/HD_Echo/1"));
  });

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
