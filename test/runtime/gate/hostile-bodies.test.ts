import type { Handler, Session } from "mqant";
import * as assert from "uvu/assert";
import { publishPacket, RawMqttClient } from "../../support/raw-mqtt-client.ts";
import { RunningGate } from "../../support/running-gate.ts";
import { suite } from "../../support/suite.ts";

const HANDLERS: Record<string, Record<string, Handler>> = {
  Test: {
    HD_Echo: (_session: Session, body: unknown) => body,
    HD_Who: (session: Session) => session.userId,
    HD_Remember: async (session: Session, settings: Record<string, string>) => {
      for (const [key, value] of Object.entries(settings)) session.set(key, value);
      await session.push();
      return session.settings;
    },
    HD_Keys: (session: Session) => Object.keys(session.settings),
  },
};

const LARGE = 8_000_000;

/** Bodies that could keep a parser busy, or fill a stack. */
const BOMBS: [name: string, body: string][] = [
  ["lists", `${"[".repeat(LARGE / 2)}${"]".repeat(LARGE / 2)}`],
  ["lists that do not end", "[".repeat(LARGE)],
  ["objects", `${'{"a":'.repeat(LARGE / 6)}1${"}".repeat(LARGE / 6)}`],
  ["both", `${'[{"a":'.repeat(LARGE / 8)}1${"}]".repeat(LARGE / 8)}`],
  ["lists behind a long text", `["${"\\".repeat(LARGE / 4)}",${"[".repeat(LARGE / 2)}`],
  ["lists behind many elements", `[${"1,".repeat(LARGE / 4)}${"[".repeat(LARGE / 4)}`],
];

/** Bodies with keys that mean something to JavaScript, to modules between processes, or to a session. */
const KEYS: string[] = [
  '{"__proto__":{"polluted":true}}',
  '{"constructor":{"prototype":{"polluted":true}}}',
  '{"a":[{"__proto__":{"polluted":true}}],"__proto__":null}',
  '{"toString":1,"valueOf":2,"hasOwnProperty":3,"toJSON":4}',
  '{"then":1,"length":-1}',
  '{"$s":{"sessionId":"x","userId":"root","serverId":"Gate001"}}',
  '{"$d":0}',
  '{"$b":[0,16]}',
  '{"$o":{"$s":{}}}',
  '{"sessionId":"x","userId":"root","serverId":"Gate001","network":"tcp","ip":"","settings":{}}',
];

suite("bodies that mean harm", (test) => {
  for (const [name, body] of BOMBS) {
    test(`a bomb of ${name} is refused, and others are answered`, async () => {
      const settings = { MaxMsgLen: 2 * LARGE };
      await using running = await RunningGate.start({ settings, handlers: HANDLERS });
      await using client = await RawMqttClient.connect({ port: running.port() });
      await using other = await RawMqttClient.connect({ port: running.port() });
      client.send(publishPacket("Test/HD_Echo/1", body));
      const reply = await client.next();
      assert.is(
        reply.cmd === "publish" && String(reply.payload),
        '{"Error":"body is nested deeper than 64","Code":"invalid_argument","Result":null}',
      );
      assert.equal(await other.request("Test/HD_Echo/1", 1), { Error: "", Result: 1 });
    });
  }

  test("keys that mean something elsewhere mean nothing in a body", async () => {
    await using running = await RunningGate.start({ handlers: HANDLERS });
    await using client = await RawMqttClient.connect({ port: running.port() });
    for (const body of KEYS) {
      client.send(publishPacket("Test/HD_Echo/1", body), publishPacket("Test/HD_Who/2", body));
      const echo = await client.next();
      const { Error: text, Result } = JSON.parse(
        String(echo.cmd === "publish" && echo.payload),
      ) as Record<string, unknown>;
      assert.is(text, "", body);
      // What is named __proto__ does not cross; all else is itself.
      const { ["__proto__"]: _own, ...expected } = JSON.parse(body, (key, value: unknown) =>
        key === "__proto__" ? undefined : value,
      ) as Record<string, unknown>;
      assert.is(JSON.stringify(Result), JSON.stringify(expected), body);
      const who = await client.next();
      assert.is(
        who.cmd === "publish" && String(who.payload),
        '{"Error":"","Result":""}',
        "the session is nobody's",
      );
      assert.not("polluted" in {}, body);
    }
  });

  test("keys of settings are only keys", async () => {
    await using running = await RunningGate.start({ handlers: HANDLERS });
    await using client = await RawMqttClient.connect({ port: running.port() });
    const settings = { constructor: "a", toString: "b", hasOwnProperty: "c", $s: "d" };
    assert.equal(await client.request("Test/HD_Remember/1", settings), {
      Error: "",
      Result: settings,
    });
    client.send(publishPacket("Test/HD_Remember/2", '{"__proto__":"x"}'));
    await client.next();
    const keys = (await client.request("Test/HD_Keys/3")) as { Result: string[] };
    assert.equal(keys.Result.toSorted(), Object.keys(settings).toSorted());
    assert.not("polluted" in {});
  });
});
