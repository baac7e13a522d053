import type { App, ModuleSettings, Session } from "mqant";
import { BaseModule, createApp, Gate, parseConfig, RpcError } from "mqant";
import { mqttTransport, type MqttTransportOptions } from "mqant/client";
import type { IClientOptions, MqttClient } from "mqtt";
import { connectAsync } from "mqtt";
import * as assert from "uvu/assert";
import { suite } from "../../support/suite.ts";
import { failure } from "./failure.ts";

/** Answers as its handlers' names say. */
class Echo extends BaseModule {
  override getType() {
    return "Echo";
  }

  override async onInit(app: App, settings: ModuleSettings) {
    await super.onInit(app, settings);
    this.server.registerGO("HD_Echo", (_session: Session, body: unknown) => body);
    this.server.registerGO("HD_Refuse", () => {
      throw new RpcError("resource_exhausted", "room is full");
    });
    this.server.registerGO("HD_Break", () => {
      throw new Error("a secret of the server");
    });
    this.server.registerGO("HD_Hang", async () => await new Promise(() => {}));
    this.server.registerGO("HD_PushToMe", async (session: Session, body: unknown) => {
      await session.send("Echo/OnPush", body);
      return "pushed";
    });
    this.server.registerGO("HD_CloseMe", async (session: Session) => {
      await session.close();
      await new Promise(() => {}); // the client hears of the end, not of a result
    });
    this.server.registerGO("internal", () => "not for clients");
  }
}

/** An app with a gate on free ports, and a client for each way in. */
async function open(
  network: "tcp" | "ws",
  clientOptions: IClientOptions = {},
  options: MqttTransportOptions = {},
) {
  const quiet = { debug() {}, info() {}, warn() {}, error() {}, child: () => quiet };
  const app = createApp({ log: quiet, closeTimeoutMs: 100 }).configure(parseConfig(CONFIG, "test"));
  const gate = new Gate();
  await app.start(gate, new Echo());
  const port = gate.addresses().find((address) => address.network === network)?.port;
  const url = `${network === "tcp" ? "mqtt" : "ws"}://127.0.0.1:${port}`;
  const client: MqttClient = await connectAsync(url, { reconnectPeriod: 0, ...clientOptions });
  return {
    client,
    transport: mqttTransport(client, options),
    [Symbol.asyncDispose]: async () => {
      await client.endAsync(true);
      await app.close();
    },
  };
}

const CONFIG = `{"Module": {
  "Gate": [{"Id": "G", "ProcessID": "development",
    "Settings": {"TCPAddr": "127.0.0.1:0", "WSAddr": "127.0.0.1:0", "MaxMsgLen": 100000}}],
  "Echo": [{"Id": "E", "ProcessID": "development"}]
}}`;

for (const network of ["tcp", "ws"] as const) {
  suite(`mqtt transport at a real gate over ${network}`, (test) => {
    test("values go there and come back as they were", async () => {
      await using gate = await open(network);
      const values = [
        null,
        0,
        -1.5,
        "",
        "häh? 😀 \u2028",
        true,
        [],
        { a: [{ b: null }] },
        "x".repeat(50_000),
      ];
      const results = await Promise.all(
        values.map((value) => gate.transport.request("Echo", "HD_Echo", value)),
      );
      assert.equal(results, values);
    });

    test("an instance can be named, and one that is not there is told", async () => {
      await using gate = await open(network);
      assert.is(await gate.transport.request("Echo", "HD_Echo", 1, { instance: "E" }), 1);
      const error = await failure(
        gate.transport.request("Echo", "HD_Echo", 1, { instance: "Nobody" }),
      );
      assert.ok(["no_responder", "not_found"].includes(error.code), error.message);
    });

    test("what a handler throws on purpose arrives with its code; accidents stay inside", async () => {
      await using gate = await open(network);
      const refused = await failure(gate.transport.request("Echo", "HD_Refuse", {}));
      assert.equal([refused.code, refused.rawMessage], ["resource_exhausted", "room is full"]);
      const broken = await failure(gate.transport.request("Echo", "HD_Break", {}));
      assert.is(broken.code, "unknown");
      assert.not.match(broken.message, /secret/u);
    });

    test("handlers that are not there, and those that are not for clients, have their codes", async () => {
      await using gate = await open(network);
      const missing = await failure(gate.transport.request("Echo", "HD_Nope", {}));
      assert.is(missing.code, "unimplemented");
      const internal = await failure(gate.transport.request("Echo", "internal", {}));
      assert.is(internal.code, "permission_denied");
      const module = await failure(gate.transport.request("Nope", "HD_Echo", {}));
      assert.is(module.code, "not_found");
    });

    test("a push arrives parsed, before the reply of the request that caused it", async () => {
      await using gate = await open(network);
      const heard: unknown[] = [];
      gate.transport.onPush("Echo/OnPush", (body) => heard.push(body));
      assert.is(await gate.transport.request("Echo", "HD_PushToMe", { n: 1 }), "pushed");
      assert.equal(heard, [{ n: 1 }]);
    });

    test("no reply in time is deadline_exceeded at the client", async () => {
      await using gate = await open(network);
      const error = await failure(gate.transport.request("Echo", "HD_Hang", {}, { timeoutMs: 30 }));
      assert.is(error.code, "deadline_exceeded");
    });

    test("a connection that the server closes loses what waits", async () => {
      await using gate = await open(network);
      const waiting = failure(gate.transport.request("Echo", "HD_Hang", {}));
      const closing = failure(gate.transport.request("Echo", "HD_CloseMe", {}));
      assert.equal([(await waiting).code, (await closing).code], ["lost", "lost"]);
      const later = await failure(gate.transport.request("Echo", "HD_Echo", {}));
      assert.is(later.code, "unavailable");
    });
  });
}

suite("mqtt transport at a real gate, at QoS 1", (test) => {
  for (const protocolVersion of [4, 5] as const) {
    test(`version ${protocolVersion}: what PUBACK refuses is told by the reply`, async () => {
      await using gate = await open("tcp", { protocolVersion }, { qos: 1 });
      const refused = await failure(gate.transport.request("Echo", "internal", {}));
      assert.is(refused.code, "permission_denied");
    });

    test(`version ${protocolVersion}: what was sent when the client ends may have run`, async () => {
      await using gate = await open("tcp", { protocolVersion }, { qos: 1 });
      const waiting = failure(gate.transport.request("Echo", "HD_Hang", {}));
      gate.client.end(true);
      const { code, maybeExecuted } = await waiting;
      assert.equal([code, maybeExecuted], ["lost", true]);
    });
  }
});
