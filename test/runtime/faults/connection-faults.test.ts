import * as assert from "uvu/assert";
import { eventually } from "../../support/eventually.ts";
import { sharedRabbitmq, type RabbitmqNode } from "../../support/rabbitmq-node.ts";
import { rabbitmqMissing } from "../../support/rabbitmq-settings.ts";
import { suite } from "../../support/suite.ts";
import { TcpProxy } from "../../support/tcp-proxy.ts";
import { FaultStage } from "./fault-stage.ts";

/** Seconds: a path that is dead without a word is noticed within twice as long. */
const HEARTBEAT = 2;

/** What happens to the way to the broker, and what undoes it. */
const FAULTS: Record<string, [(way: TcpProxy) => void, ((way: TcpProxy) => void)?]> = {
  "is reset": [(way) => way.reset()],
  "is closed by one side only": [(way) => way.halfClose()],
  "falls silent for longer than two heartbeats": [(way) => way.freeze(), (way) => way.thaw()],
};

suite(
  "faults of the way to the broker",
  (test) => {
    const missing = rabbitmqMissing();
    if (missing !== undefined) {
      test.skip("reset, half closed, silent, flapping, channels and queues lost", missing);
      return;
    }

    for (const [what, [happens, ends]] of Object.entries(FAULTS)) {
      for (const side of ["caller", "callee"] as const) {
        test(`the ${side}'s connection ${what}: calls fail clearly, then work again`, async (signal) => {
          const node = await sharedRabbitmq();
          await using way = await TcpProxy.start(node.port);
          const through = `amqp://guest:guest@127.0.0.1:${way.port}`;
          const [callerUri, calleeUri] =
            side === "caller" ? [through, node.uri] : [node.uri, through];
          const heartbeat = HEARTBEAT;
          await using stage = await FaultStage.start({ callerUri, calleeUri, heartbeat, signal });
          await stage.go();
          happens(way);
          if (ends !== undefined) {
            await stage.goesOn(HEARTBEAT * 3000);
            ends(way);
          }
          // At the broker the old connection may have to die first, by its own heartbeat.
          await stage.answers(200, ends === undefined ? 6000 : HEARTBEAT * 3000 + 4000);
          const { caller, callee } = await stage.halt();
          const { log } = side === "caller" ? caller : callee;
          assert.is(log.filter((line) => line.includes("broke:")).length, 1, log.join("\n"));
        });
      }
    }

    test("connections that break every 300 ms: no process dies, and calls work once it is over", async (signal) => {
      const node = await sharedRabbitmq();
      await using way = await TcpProxy.start(node.port);
      const callerUri = `amqp://guest:guest@127.0.0.1:${way.port}`;
      await using stage = await FaultStage.start({ callerUri, signal });
      await stage.go();
      const stop = way.flap(300);
      await stage.goesOn(6000);
      stop();
      await stage.answers(200, 5000);
      const { caller, callee } = await stage.halt();
      for (const { log } of [caller, callee]) {
        assert.ok(log.length < 80, `${log.length} lines in 6 s`);
      }
    });

    /** What an operator, or a mistake, does to channels and queues while the connection stays. */
    const inside: Record<string, (node: RabbitmqNode) => Promise<void>> = {
      "the request queue is deleted, and its consumer cancelled": (node) =>
        node.deleteQueue("mqant.Load001"),
      "the reply queue is deleted": async (node) => {
        const queues = await node.queues();
        const replies = queues.filter(({ name }) => name.startsWith("amq.gen"));
        for (const { name } of replies) await node.deleteQueue(name);
      },
      // As if the client had acknowledged what was never delivered.
      "channels are closed by a 406": async (node) => {
        await node.evaluate(`
          [rabbit_channel:do(Pid, {'basic.ack', 4711, false}) || Pid <- rabbit_channel:list()],
          ok`);
      },
    };
    for (const [what, happens] of Object.entries(inside)) {
      test(`${what}: it is declared anew, and calls work again`, async (signal) => {
        const node = await sharedRabbitmq();
        await using stage = await FaultStage.start({ callerUri: node.uri, signal });
        await stage.go();
        await happens(node);
        await stage.answers(200, 5000);
        await stage.halt();
        await eventually(async () => {
          const queues = await node.queues();
          return queues.some(({ name, consumers }) => name === "mqant.Load001" && consumers === 1);
        }, "the queue is served once");
      });
    }
  },
  { timeoutMs: 60_000 },
);
