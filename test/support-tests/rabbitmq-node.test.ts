import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { connect as connectTls } from "node:tls";
import { fileURLToPath } from "node:url";
import * as assert from "uvu/assert";
import { Child } from "../support/child.ts";
import { hasCommand } from "../support/command.ts";
import { eventually } from "../support/eventually.ts";
import { RabbitmqNode, sharedRabbitmq } from "../support/rabbitmq-node.ts";
import { rabbitmqMissing } from "../support/rabbitmq-settings.ts";
import { suite } from "../support/suite.ts";
import { TestCertificate } from "../support/test-certificate.ts";
import { RawAmqpClient } from "./raw-amqp-client.ts";

const STARTER = fileURLToPath(new URL("rabbitmq-starter.ts", import.meta.url));

/** `greeted` if AMQP is spoken on a port, else how the connection ended. */
async function outcomeOf(client: RawAmqpClient): Promise<string> {
  using closing = client;
  await eventually(() => closing.greeted || closing.end !== undefined, "an answer");
  return closing.greeted ? "greeted" : String(closing.end);
}

/** A certificate for a client, signed by an authority. */
function clientCertificate({ directory: cwd }: TestCertificate): { cert: Buffer; key: Buffer } {
  const args =
    "req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 -subj /CN=client " +
    "-CA cert.pem -CAkey key.pem -keyout client-key.pem -out client-cert.pem";
  execFileSync("openssl", args.split(" "), { cwd, stdio: "ignore" });
  const read = (name: string) => readFileSync(join(cwd, name));
  return { cert: read("client-cert.pem"), key: read("client-key.pem") };
}

suite(
  "a RabbitMQ node of our own",
  (test) => {
    const missing = rabbitmqMissing();
    if (missing !== undefined) {
      test.skip("starting RabbitMQ", missing);
      return;
    }

    test("lists connections and queues, and closes and deletes them for the operator", async () => {
      const node = await sharedRabbitmq();
      await node.addVhost("zürich");
      await node.addUser("jo", 'p"\\', { vhost: "zürich" });
      // Other suites use this node as well.
      const queues = async () => (await node.queues()).filter(({ vhost }) => vhost === "zürich");
      using client = new RawAmqpClient(node.port);
      const login = { user: "jo", password: 'p"\\', vhost: "zürich" };
      client.logIn({ ...login, connectionName: "a client" });
      client.declareQueue("q", { "x-queue-mode": "lazy" });
      await eventually(async () => (await queues()).length > 0, "a queue");
      assert.equal(await queues(), [
        {
          vhost: "zürich",
          name: "q",
          durable: true,
          autoDelete: false,
          exclusive: false,
          arguments: { "x-queue-mode": "lazy" },
          messages: 0,
          unacknowledged: 0,
          consumers: 0,
        },
      ]);
      const connection = (await node.connections()).find(({ user }) => user === "jo");
      assert.is(connection?.connectionName, "a client");

      await node.deleteQueue("q", { vhost: "zürich" });
      assert.equal(await queues(), []);
      await node.closeAllConnections("for a test");
      await eventually(() => client.received.includes("CONNECTION_FORCED - for a test"));
    });

    test("sets and clears the memory alarm, which rabbitmqctl sees", async () => {
      const node = await sharedRabbitmq();
      await node.setMemoryAlarm(true);
      assert.match(await node.ctl("eval", "rabbit_alarm:get_alarms()."), "resource_limit,memory");
      await node.setMemoryAlarm(false);
      assert.is(await node.evaluate("rabbit_alarm:get_alarms() =:= []"), true);
    });

    test("is there again with its data after stop_app and after SIGKILL", async () => {
      await using node = await RabbitmqNode.start();
      const client = new RawAmqpClient(node.port);
      client.logIn({ connectionName: "a client" });
      client.declareQueue("kept", {});
      await eventually(async () => (await node.queues()).length > 0, "a queue");

      await node.stopApp();
      assert.is(await outcomeOf(new RawAmqpClient(node.port)), "ECONNREFUSED");
      await node.startApp();
      assert.is(await outcomeOf(new RawAmqpClient(node.port)), "greeted");

      await node.kill();
      assert.is(await outcomeOf(new RawAmqpClient(node.port)), "ECONNREFUSED");
      await node.start();
      assert.is(await outcomeOf(new RawAmqpClient(node.port)), "greeted");
      assert.equal(
        (await node.queues()).map(({ name }) => name),
        ["kept"],
      );
    });

    if (hasCommand("openssl")) {
      test("speaks TLS, with clients whose certificate it is told to trust", async () => {
        using authority = new TestCertificate();
        const { certFile, keyFile } = authority;
        const client = clientCertificate(authority);
        await using node = await RabbitmqNode.start({
          tls: { certFile, keyFile, caFile: certFile },
        });
        const options = {
          port: node.tlsPort ?? 0,
          servername: "localhost",
          ca: readFileSync(certFile),
        };
        const known = connectTls({ ...options, ...client });
        assert.is(await outcomeOf(new RawAmqpClient(node.tlsPort ?? 0, known)), "greeted");
        const unknown = connectTls(options);
        assert.match(
          await outcomeOf(new RawAmqpClient(node.tlsPort ?? 0, unknown)),
          /CERTIFICATE_REQUIRED/,
        );
      });
    } else test.skip("speaking TLS", "openssl is missing");

    test("is gone with the process that started it, even by SIGKILL", async (signal) => {
      await using starter = Child.ofTypeScript(STARTER, [], { signal });
      await eventually(() => starter.stdout.includes("\n"), "the node's start", 60_000);
      // The starter prints nothing else.
      const { port, folder } = JSON.parse(starter.stdout) as { port: number; folder: string };
      assert.is(await outcomeOf(new RawAmqpClient(port)), "greeted");
      starter.process.kill("SIGKILL");
      await eventually(() => !existsSync(folder), "the end of its data");
      assert.is(await outcomeOf(new RawAmqpClient(port)), "ECONNREFUSED");
    });
  },
  { timeoutMs: 90_000 },
);
