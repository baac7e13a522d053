import { createServer } from "node:net";
import { connect } from "amqplib";
import * as assert from "uvu/assert";
import { freePort } from "../../support/free-port.ts";
import { RabbitmqNode, sharedRabbitmq } from "../../support/rabbitmq-node.ts";
import { rabbitmqMissing } from "../../support/rabbitmq-settings.ts";
import { suite } from "../../support/suite.ts";
import { TestCertificate } from "../../support/test-certificate.ts";
import { TestModule } from "../../support/test-module.ts";
import { eventually } from "../../support/eventually.ts";
import { ClusterProcess, echo } from "./two-processes.ts";

const SECRET = "pa:ss%word";

suite(
  "brokers that refuse",
  (test) => {
    const missing = rabbitmqMissing();
    if (missing !== undefined) {
      test.skip("credentials, virtual host, TLS, queues", missing);
      return;
    }

    async function startError(rabbitmq: object | string): Promise<string> {
      await using callee = ClusterProcess.callee(rabbitmq);
      const error: unknown = await callee.start(echo()).catch((thrown: unknown) => thrown);
      assert.instance(error, Error);
      const { message } = error as Error;
      for (const line of [message, ...callee.log.lines.map((each) => JSON.stringify(each))]) {
        assert.not.match(line, /pa:ss|pa%3Ass|word"/, "no password is told");
      }
      return message;
    }

    test("wrong credentials fail the start, naming the user and not the password", async () => {
      const { port } = await sharedRabbitmq();
      const uri = `amqp://mallory:${encodeURIComponent(SECRET)}@127.0.0.1:${port}`;
      const message = await startError(uri);
      assert.is(
        message,
        `the broker at amqp://127.0.0.1:${port} refuses the user "mallory": check user and password in ` +
          `Rabbitmq.Uri ("guest" may connect from the broker's own machine only)`,
      );
    });

    test("a virtual host that does not exist fails the start, with the cure", async () => {
      const { port } = await sharedRabbitmq();
      const message = await startError(`amqp://guest:guest@127.0.0.1:${port}/nowhere`);
      assert.match(message, /has no virtual host "nowhere" for the user "guest".*add_vhost/);
    });

    test("another user and virtual host than RabbitMQ's own work", async () => {
      const node = await sharedRabbitmq();
      await node.addVhost("games/1");
      await node.addUser("ann", SECRET, { vhost: "games/1" });
      const uri = `amqp://ann:${encodeURIComponent(SECRET)}@127.0.0.1:${node.port}/games%2F1`;
      await using callee = await ClusterProcess.callee(uri).start(echo());
      await using caller = await ClusterProcess.caller(uri).start(new TestModule("Caller"));
      assert.is(await caller.app.invoke("Echo", "echo", ["hi"]), "hi");
      assert.ok(callee.app.health().healthy);
      assert.not.match(JSON.stringify(callee.log.lines), /pa:ss|pa%3Ass/);
    });

    test("a queue that exists with other arguments fails the start, naming it, with the cure", async () => {
      const { uri } = await sharedRabbitmq();
      const other = await connect(uri);
      const channel = await other.createChannel();
      await channel.assertQueue("mqant.Echo001", { durable: true, autoDelete: false });
      try {
        const message = await startError(uri);
        assert.match(message, /^the queue "mqant\.Echo001": PRECONDITION_FAILED.*delete_queue/);
      } finally {
        await channel.deleteQueue("mqant.Echo001");
        await other.close();
      }
    });

    test("a port that speaks something else is waited for, and said", async () => {
      const port = await freePort();
      const server = createServer((socket) => socket.end("HTTP/1.1 400 Bad Request\r\n\r\n"));
      server.listen(port, "127.0.0.1");
      try {
        await using callee = ClusterProcess.callee(`amqp://127.0.0.1:${port}`);
        const started = callee.start(echo());
        await eventually(() => callee.log.messages("warn").length > 0, "it is said");
        assert.match(callee.log.messages("warn")[0] ?? "", new RegExp(`127\\.0\\.0\\.1:${port}`));
        await callee.app.close();
        await started;
      } finally {
        server.close();
      }
    });

    test("amqps works with the authority's file, and fails the start without it", async () => {
      using certificate = new TestCertificate();
      const { certFile, keyFile } = certificate;
      await using node = await RabbitmqNode.start({ tls: { certFile, keyFile } });
      const Uri = `amqps://guest:guest@localhost:${node.tlsPort}`;
      const rabbitmq = { Uri, CaFile: certFile, Heartbeat: 5 };
      await using callee = await ClusterProcess.callee(rabbitmq).start(echo());
      await using caller = await ClusterProcess.caller(rabbitmq).start(new TestModule("Caller"));
      assert.is(await caller.app.invoke("Echo", "echo", ["secret"]), "secret");
      assert.ok(callee.app.health().healthy);
      assert.match(await startError({ Uri }), /no secure connection to amqps:.*Rabbitmq\.CaFile/);
      const plain = { Uri: `amqps://guest:guest@localhost:${node.port}` };
      assert.match(await startError(plain), /that the port speaks TLS/);
    });

    test("a broker that asks for a certificate gets it from CertFile and KeyFile", async () => {
      using authority = new TestCertificate();
      using broker = new TestCertificate(authority);
      using own = new TestCertificate(authority);
      const caFile = authority.certFile;
      await using node = await RabbitmqNode.start({
        tls: { certFile: broker.certFile, keyFile: broker.keyFile, caFile },
      });
      const Uri = `amqps://guest:guest@localhost:${node.tlsPort}`;
      const rabbitmq = { Uri, CaFile: caFile, CertFile: own.certFile, KeyFile: own.keyFile };
      await using callee = await ClusterProcess.callee(rabbitmq).start(echo());
      assert.ok(callee.app.health().healthy);
      assert.match(await startError({ Uri, CaFile: caFile }), /no secure connection/);
    });
  },
  { timeoutMs: 60_000 },
);
