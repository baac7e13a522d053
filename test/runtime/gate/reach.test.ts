import * as assert from "uvu/assert";
import { publishPacket, RawMqttClient } from "../../support/raw-mqtt-client.ts";
import { RunningGate } from "../../support/running-gate.ts";
import { suite } from "../../support/suite.ts";

/** What could be taken for `Test` or `Test@Test001`, and what else there might be to reach. */
const MODULES = [
  ["", " ", "test", "TEST", "Test ", " Test", "Te st", "Test\u200B", "Test\u0301", "Ｔest"],
  ["Test001", "Test@", "@Test001", "Test@@Test001", "Test@Test001@", "Test@Test001@Test001"],
  ["Test@test001", "Test@Test001 ", "Test@Test002", "Test@Other001", "Other@Test001"],
  ["Test@__proto__", "Test@constructor", "Test@length", "Test@0", "Test%40Test001", "Test*"],
  ["__proto__", "constructor", "prototype", "toString", "hasOwnProperty", "valueOf", "."],
].flat();

/** What could be taken for `HD_Echo`, and what else a module might have. */
const HANDLERS = [
  ["", " ", "HD", "HD_", "HDEcho", "HD-Echo", "hd_Echo", "Hd_Echo", "HD_echo", "HD_ECHO"],
  ["HD_Echo ", " HD_Echo", "\tHD_Echo", "HD_Echo\u200B", "ＨＤ_Echo", "_HD_Echo", "HD__Echo"],
  ["secret", "HD_secret", "Test.secret", "HD_Echo.call", "HD_*", "HD_Echo,secret"],
  ["__proto__", "HD___proto__", "constructor", "HD_constructor", "HD_toString", "onInit"],
  ["Bind", "HD_Bind", "HD_hasOwnProperty"],
].flat();

/** A gate before modules that keep a list of who was called. */
async function stageOf(settings: object = {}) {
  const called: string[] = [];
  const handlersOf = (type: string) =>
    Object.fromEntries(
      ["HD_Echo", "secret"].map((name) => [name, () => called.push(`${type}/${name}`)]),
    );
  const running = await RunningGate.start({
    settings: { ...settings },
    handlers: { Test: handlersOf("Test"), Other: handlersOf("Other") },
  });
  const client = await RawMqttClient.connect({ port: running.port() });
  return {
    called,
    client,
    async [Symbol.asyncDispose]() {
      await client[Symbol.asyncDispose]();
      await running[Symbol.asyncDispose]();
    },
  };
}

interface Answer {
  Error: string;
  Code?: string;
}

async function answerOf(client: RawMqttClient, topic: string): Promise<Answer> {
  return (await client.request(topic, {})) as Answer; // that is what the gate frames
}

suite("what a client can reach", (test) => {
  test(`none of ${MODULES.length} spellings reaches a module that is another's`, async () => {
    await using stage = await stageOf();
    for (const module of MODULES) {
      const { Code, Error: text } = await answerOf(stage.client, `${module}/HD_Echo/1`);
      assert.is(Code, "not_found", module);
      for (const id of ["Test001", "Other001", "Gate001"]) {
        assert.ok(module.includes(id) || !text.includes(id), `${module}: ids are not told`);
      }
    }
    assert.equal(stage.called, []);
    await answerOf(stage.client, "Test/HD_Echo/1");
    await answerOf(stage.client, "Test@Test001/HD_Echo/1");
    assert.equal(stage.called, ["Test/HD_Echo", "Test/HD_Echo"]);
  });

  test(`none of ${HANDLERS.length} spellings reaches a handler that is not for clients`, async () => {
    await using stage = await stageOf();
    for (const handler of HANDLERS) {
      for (const module of ["Test", "Test@Test001", "Gate", "Gate@Gate001"]) {
        const { Code } = await answerOf(stage.client, `${module}/${handler}/1`);
        const expected = handler.startsWith("HD_") ? "unimplemented" : "permission_denied";
        assert.is(Code, expected, `${module}/${handler}`);
      }
    }
    assert.equal(stage.called, []);
  });

  test("topics of other depths reach nothing", async () => {
    await using stage = await stageOf();
    for (const topic of ["Test", "/Test/HD_Echo/1", "Test//HD_Echo/1", "Test/HD_Echo/1/", "//"]) {
      stage.client.send(publishPacket(topic, "{}"));
    }
    await answerOf(stage.client, "Test/HD_Echo/1");
    assert.equal(stage.called, ["Test/HD_Echo"]);
  });

  test("with allowedModules others are for clients as if they were not there", async () => {
    await using stage = await stageOf({ allowedModules: ["Test", "Missing"] });
    for (const module of [
      "Other",
      "Other@Other001",
      "Gate",
      "Gate@Gate001",
      "Missing",
      "Nowhere",
    ]) {
      const type = module.split("@")[0];
      assert.equal(await answerOf(stage.client, `${module}/HD_Echo/1`), {
        Error: `there is no module type "${type}"`,
        Code: "not_found",
        Result: null,
      });
    }
    assert.equal(stage.called, []);
    await answerOf(stage.client, "Test@Test001/HD_Echo/1");
    assert.equal(stage.called, ["Test/HD_Echo"]);
  });

  test("with an empty list of allowedModules clients reach nothing", async () => {
    await using stage = await stageOf({ allowedModules: [] });
    assert.is((await answerOf(stage.client, "Test/HD_Echo/1")).Code, "not_found");
    assert.equal(stage.called, []);
  });
});
