import type { Session } from "mqant";
import type { IConnectPacket } from "mqtt-packet";
import * as assert from "uvu/assert";
import { eventually } from "../../support/eventually.ts";
import { ReturningClient, type Cut } from "../../support/returning-client.ts";
import { RunningGate } from "../../support/running-gate.ts";
import { suite } from "../../support/suite.ts";

const NUMBERS = [1, 2, 3];

/** As many bytes as either side says at most in the whole exchange. */
const CUTS: readonly Cut[] = (["sent", "received"] as const).flatMap((direction) =>
  Array.from({ length: 180 }, (_, bytes) => ({ direction, bytes })),
);

/** A gate whose handler pushes numbers at QoS 1, each acknowledged before it returns. */
async function stage() {
  const served = new Map<string, number>();
  const fates = new Map<string, string[]>();
  const running = await RunningGate.start({
    settings: {
      TCPAddr: "127.0.0.1:0",
      WSAddr: "127.0.0.1:0",
      resume: true,
      resumeMs: 60_000,
      resendAfterMs: 0,
    },
    handlers: {
      Test: {
        HD_Count: async (session: Session, id: string) => {
          served.set(id, (served.get(id) ?? 0) + 1);
          const sends = NUMBERS.map((number) => session.send("Test/OnNumber", number, { qos: 1 }));
          fates.set(id, await Promise.all(sends));
          return id;
        },
      },
    },
  });
  return { running, served, fates };
}

suite(
  "connections that are cut, with resume",
  (test) => {
    for (const [network, protocolVersion] of [
      ["tcp", 4],
      ["ws", 5],
    ] as const) {
      test(`MQTT ${protocolVersion} over ${network}: cut after any byte, each push comes in order, again only with DUP, and is acknowledged; the request is served once`, async () => {
        const { running, served, fates } = await stage();
        await using _running = running;
        const port = running.port(network);
        const connect: Partial<IConnectPacket> = {
          protocolVersion,
          clean: false,
          username: "ann",
          password: Buffer.from("secret"),
          ...(protocolVersion === 5 && { properties: { sessionExpiryInterval: 60 } }),
        };
        const play = async (cut: Cut) => {
          const clientId = `${cut.direction}-${cut.bytes}`;
          const request = { topic: "Test/HD_Count/1", body: clientId };
          await using client = new ReturningClient(
            { network, port },
            { ...connect, clientId },
            request,
          );
          await client.connect(cut);
          const isOver = () =>
            fates.has(clientId) &&
            client.isDone &&
            client.heard.some(({ topic }) => topic === request.topic);
          // The exchange may be shorter than that.
          await eventually(() => client.isCut || isOver(), `the cut of ${clientId}`);
          await client[Symbol.asyncDispose]();
          await client.connect();
          await eventually(isOver, `the end of ${clientId}`);
          assert.equal(client.unexpected, [], clientId);
          assert.is(served.get(clientId), 1, clientId);
          assert.equal(fates.get(clientId), ["delivered", "delivered", "delivered"]);
          const pushes = client.heard.filter(({ topic }) => topic === "Test/OnNumber");
          const fresh = pushes.filter(({ isAgain }) => !isAgain).map(({ body }) => body);
          const first = [...new Set(pushes.map(({ body }) => body))];
          assert.equal(first, NUMBERS, `${clientId}: all, and in order`);
          assert.is(new Set(fresh).size, fresh.length, `${clientId}: none twice without DUP`);
          assert.equal(client.heard.find(({ topic }) => topic === request.topic)?.body, {
            Error: "",
            Result: clientId,
          });
        };
        // Some at a time: they know nothing of each other.
        const waiting = [...CUTS];
        const playNext = async () => {
          for (let cut = waiting.shift(); cut !== undefined; cut = waiting.shift()) await play(cut);
        };
        await Promise.all(Array.from({ length: 16 }, playNext));
        assert.ok(running.app.metrics().clientsResumed > CUTS.length / 2);
      });
    }
  },
  { timeoutMs: 120_000 },
);
