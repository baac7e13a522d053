import { crc32 } from "node:zlib";
import * as assert from "uvu/assert";
import { createApp, parseConfig, type App, type Config } from "mqant";
import { MemoryLog } from "../../support/memory-log.ts";
import { rejectsWith } from "../../support/rejects-with.ts";
import { suite } from "../../support/suite.ts";
import { TestModule } from "../../support/test-module.ts";

/** Chat in four processes, listed in no particular order; this process runs Caller and one Chat. */
const config: Config = parseConfig(
  `{ "Module": {
    "Chat": [
      { "Id": "Chat003", "ProcessID": "three" },
      { "Id": "Chat001", "ProcessID": "development" },
      { "Id": "Chat002", "ProcessID": "two" },
    ],
    "Caller": [{ "Id": "Caller001", "ProcessID": "development" }],
  } }`,
  "cluster.json",
);

async function start(prepare: (app: App) => void = () => {}): Promise<[App, TestModule]> {
  const app = createApp({ log: new MemoryLog() }).configure(config);
  prepare(app);
  const caller = new TestModule("Caller");
  await app.start(
    caller,
    new TestModule("Chat", (server) => server.registerGO("who", () => "Chat001")),
  );
  return [app, caller];
}

suite("routing", (test) => {
  test("instances are sorted by id, whatever the order in the file", async () => {
    const [app] = await start();
    await using _closing = app;
    assert.equal(
      app.instances("Chat").map(({ id, processId }) => `${id} ${processId}`),
      ["Chat001 development", "Chat002 two", "Chat003 three"],
    );
    assert.equal(app.instances("Nope"), []);
    assert.is(app.instances().length, 4);
  });

  test("the default route hashes with crc32, so equal hashes reach equal instances", async () => {
    const [app, caller] = await start();
    await using _closing = app;
    const hashes = Array.from({ length: 60 }, (_, n) => `user-${n}`);
    for (const hash of hashes) {
      const call = caller.withOptions({ hash }).invoke("Chat", "who", []);
      if (crc32(hash) % 3 === 0) assert.is(await call, "Chat001");
      else await rejectsWith(call, "no_responder");
    }
  });

  test("without a hash the caller's id is hashed", async () => {
    const seen: string[] = [];
    const [app, caller] = await start((made) =>
      made.route("Chat", (own, type, hash) => {
        seen.push(hash);
        return own.instances(type)[0];
      }),
    );
    await using _closing = app;
    await caller.invoke("Chat", "who", []);
    await app.invoke("Chat", "who", []);
    assert.equal(seen, ["Caller001", "development"]);
  });

  test("a route may look at the call", async () => {
    const [app, caller] = await start((made) =>
      made.route("Chat", (own, type, _hash, { handler, args }) => {
        const [room] = args as [string];
        return handler === "who" && room === "lobby" ? own.instances(type)[0] : undefined;
      }),
    );
    await using _closing = app;
    assert.is(await caller.invoke("Chat", "who", ["lobby"]), "Chat001");
    const error = await rejectsWith(caller.invoke("Chat", "who", ["kitchen"]), "no_responder");
    assert.match(error.message, /the route of Chat found no instance/);
  });

  test("a route that picks what is no instance of the type is internal", async () => {
    const [app, caller] = await start((made) =>
      made.route("Chat", (own) => own.instances("Caller")[0]),
    );
    await using _closing = app;
    const error = await rejectsWith(caller.invoke("Chat", "who", []), "internal");
    assert.match(error.message, /picked "Caller001"/);
  });

  test("a target in another process is no_responder, naming the missing setting", async () => {
    const [app, caller] = await start();
    await using _closing = app;
    const error = await rejectsWith(caller.invoke("Chat@Chat002", "who", []), "no_responder");
    assert.match(error.message, /Chat@Chat002 runs in process "two".*"development".*Rabbitmq\.Uri/);
    assert.is(error.maybeExecuted, false);
    await rejectsWith(caller.invokeNR("Chat@Chat002", "who", []), "no_responder");
  });
});
