import { readFileSync } from "node:fs";
import type { Handler, Session } from "mqant";
import type { Packet } from "mqtt-packet";
import * as assert from "uvu/assert";
import { eventually } from "../../support/eventually.ts";
import { publishPacket, RawMqttClient } from "../../support/raw-mqtt-client.ts";
import { RunningGate } from "../../support/running-gate.ts";
import { parsePackets } from "../../support/parse-packets.ts";
import { suite } from "../../support/suite.ts";

/** What is the same here as at the gate of Go mqant; the file tells what each means. */
type Kept = "bytes" | "reply" | "failure" | "silence" | "close";

interface Vector {
  name: string;
  kept: Kept;
  /** Hexadecimal. */
  client: string;
  server: string;
}

const file = new URL("./vectors/go-gate.json", import.meta.url);
// The file's own form, written beside this test.
const { vectors } = JSON.parse(readFileSync(file, "utf8")) as { vectors: Vector[] };

/** The modules that the exchanges were recorded with, as far as they are needed. */
const HANDLERS: Record<string, Record<string, Handler>> = {
  Login: {
    HD_Login: (_session: Session, { userName, passWord }: Record<string, string>) =>
      userName === undefined || passWord === undefined
        ? "userName or passWord cannot be nil"
        : `login success ${userName}`,
    getRand: () => 4,
  },
  Test: {
    HD_Panic: (_session: Session, { kind }: { kind: string }) => {
      throw new Error(`boom ${kind}`);
    },
    HD_Bytes: () => new Uint8Array([255, 254, 1, 2]),
    HD_Str: (_session: Session, text: string) => `got ${text}`,
    HD_Any: (_session: Session, value: unknown) => value,
    HD_Echo: (_session: Session, value: unknown) => value,
  },
};

function bodyOf(packet: Packet): { topic: string; body: unknown } {
  if (packet.cmd !== "publish") throw new Error(`${packet.cmd} instead of a reply`);
  return { topic: packet.topic, body: JSON.parse(String(packet.payload)) };
}

async function openFor(vector: Vector, port: number): Promise<RawMqttClient> {
  const client = await RawMqttClient.open({ port });
  if (vector.client.startsWith("10") || vector.kept === "close") return client;
  client.send("101000064d51497364700302003c00026331");
  await client.next();
  client.forget();
  return client;
}

suite("exchanges recorded from the gate of Go mqant", (test) => {
  test("the file has them", () => {
    assert.is(vectors.length, 33);
  });

  for (const vector of vectors) {
    test(`${vector.name}: ${vector.kept}`, async () => {
      await using running = await RunningGate.start({ handlers: HANDLERS });
      await using client = await openFor(vector, running.port());
      client.send(vector.client);
      switch (vector.kept) {
        case "bytes":
          await eventually(() => client.hex.length >= vector.server.length);
          assert.is(client.hex, vector.server);
          break;
        case "reply": {
          const [theirs] = parsePackets(Buffer.from(vector.server, "hex"));
          if (theirs === undefined) throw new Error("the file has a reply here");
          assert.equal(bodyOf(await client.next()), bodyOf(theirs));
          break;
        }
        case "failure": {
          const [theirs] = parsePackets(Buffer.from(vector.server, "hex"));
          if (theirs === undefined) throw new Error("the file has a reply here");
          const ours = bodyOf(await client.next());
          const wanted = bodyOf(theirs);
          assert.is(ours.topic, wanted.topic);
          const { Error: text, Result } = ours.body as Record<string, unknown>; // an object, as theirs
          assert.ok(typeof text === "string" && text !== "");
          assert.is(Result, null);
          break;
        }
        case "silence": {
          client.send(publishPacket("Test/HD_Any/after", "1"));
          assert.is(bodyOf(await client.next()).topic, "Test/HD_Any/after");
          break;
        }
        case "close":
          await client.untilClosed();
          assert.is(client.hex, "");
          break;
      }
    });
  }
});
