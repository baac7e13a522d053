import { fileURLToPath } from "node:url";
import { createClient } from "@redis/client";
import { Gate, RpcError, type StoredSettings } from "mqant";
import { RedisSessionStore, type RedisSessionStoreOptions } from "mqant/redis";
import * as assert from "uvu/assert";
import { Child } from "../../support/child.ts";
import { eventually } from "../../support/eventually.ts";
import { RawMqttClient } from "../../support/raw-mqtt-client.ts";
import { RedisServer, redisMissing } from "../../support/redis-server.ts";
import { RunningGate } from "../../support/running-gate.ts";
import { suite } from "../../support/suite.ts";
import { userHandlers } from "./settings-module.ts";

const PROGRAM = fileURLToPath(new URL("redis-gate.ts", import.meta.url));

/** Texts that are something to somebody: to Redis, to JSON, to JavaScript, to whoever joins with a colon. */
const HOSTILE = [
  "__proto__",
  "constructor",
  "a:b",
  ":",
  "a\nb\r\n*1\r\n$8\r\nFLUSHALL\r\n",
  "\u0000",
  "ännchen 😀",
  "\ud800",
  "\udfff",
  "%3A",
  '"',
  "{tag}",
  "*",
];

/** Settings whose keys are own ones, also `__proto__`. */
function settingsOf(...entries: [string, string][]): StoredSettings {
  return Object.fromEntries(entries);
}

async function failureOf(promise: Promise<unknown>): Promise<RpcError> {
  try {
    await promise;
  } catch (error) {
    if (error instanceof RpcError) return error;
    throw error;
  }
  throw new Error("it succeeded");
}

/** A gate with a store in this Redis. */
async function gateWith(store: RedisSessionStore, settings = {}): Promise<RunningGate> {
  const gate = new Gate({ sessionStore: store });
  return await RunningGate.start({ gate, settings, handlers: { User: userHandlers } });
}

suite("options of the Redis session store", (test) => {
  test("wrong ones are refused, and a password is never told", () => {
    const refused = (options: RedisSessionStoreOptions): string => {
      try {
        return `accepted ${new RedisSessionStore(options).constructor.name}`;
      } catch (error) {
        return String(error);
      }
    };
    assert.match(refused({}), /invalid_argument.*either url or client/u);
    const client = createClient();
    assert.match(refused({ url: "redis://127.0.0.1:1", client }), /either url or client/u);
    for (const expireMs of [-1, 1.5, Number.NaN, Infinity]) {
      assert.match(refused({ client, expireMs }), /invalid_argument.*expireMs/u);
    }
    for (const url of ["http://ann:secret@host", "redis//ann:secret@host", "ann:secret"]) {
      assert.match(refused({ url }), /invalid_argument.*redis:\/\/host/u);
      assert.not.match(refused({ url }), /secret/u);
    }
  });
});

const missing = redisMissing();
if (missing !== undefined) {
  suite("Redis session store", (test) => test.skip("all of it", missing));
} else {
  suite("Redis session store", (test) => {
    test("what was saved is loaded by another store, until it is deleted", async () => {
      await using redis = await RedisServer.start();
      await using one = new RedisSessionStore({ url: redis.url });
      await using other = new RedisSessionStore({ url: redis.url });
      assert.is(await one.load("ann"), undefined);
      await one.save("ann", { room: "lobby", empty: "" });
      assert.equal(await other.load("ann"), { room: "lobby", empty: "" });
      await other.save("ann", { room: "hall" });
      assert.equal(
        await one.load("ann"),
        { room: "hall" },
        "a save leaves nothing of the one before",
      );
      await other.delete("ann");
      await other.delete("nobody");
      assert.is(await one.load("ann"), undefined);
    });

    test("a client of one's own is used as it is, and left open", async () => {
      await using redis = await RedisServer.start();
      const client = createClient({ url: redis.url });
      await client.connect();
      const store = new RedisSessionStore({ client, prefix: "app:users:" });
      await store.save("ann", { room: "lobby" });
      await store.close();
      assert.is(await client.get("app:users:ann"), '{"room":"lobby"}');
      client.destroy();
    });

    test("every user has a key of its own, whatever is in the id, and settings come back as they were", async () => {
      await using redis = await RedisServer.start();
      await using store = new RedisSessionStore({ url: redis.url });
      for (const id of HOSTILE) await store.save(id, settingsOf([id, id], ["id", id]));
      for (const id of HOSTILE) {
        const loaded = await store.load(id);
        assert.equal(Object.entries(loaded ?? {}), [
          [id, id],
          ["id", id],
        ]);
      }
      const keys = (await redis.ask("KEYS", "mqant:session:*")) as string[];
      assert.is(keys.length, HOSTILE.length);
      assert.ok(
        keys.every((key) => /^mqant:session:[\w.~%*-]+$/u.test(key)),
        keys.join(),
      );
    });

    test("no user of one store is a user of another, however their prefixes begin", async () => {
      await using redis = await RedisServer.start();
      await using short = new RedisSessionStore({ url: redis.url, prefix: "app:" });
      await using long = new RedisSessionStore({ url: redis.url, prefix: "app:users:" });
      await long.save("ann", { of: "long" });
      assert.is(await short.load("users:ann"), undefined);
    });

    test("a user expires who is not touched; one who is stays", async () => {
      await using redis = await RedisServer.start();
      await using store = new RedisSessionStore({ url: redis.url, expireMs: 1000 });
      await using forEver = new RedisSessionStore({ url: redis.url, expireMs: 0, prefix: "ever:" });
      await forEver.save("ann", { n: "0" });
      assert.is(await redis.ask("PTTL", "ever:ann"), -1);
      await store.save("ann", { n: "1" });
      await store.save("bob", { n: "2" });
      await eventually(async () => {
        await store.touch("ann");
        return (await store.load("bob")) === undefined;
      }, "the end of bob");
      assert.equal(await store.load("ann"), { n: "1" });
      await store.touch("nobody");
      assert.is(await store.load("nobody"), undefined, "touching keeps nobody who was not there");
    });

    test("a user who is touched again and again costs a command only when a part of the time is over", async () => {
      await using redis = await RedisServer.start();
      await using store = new RedisSessionStore({ url: redis.url });
      await using forEver = new RedisSessionStore({ url: redis.url, expireMs: 0, prefix: "ever:" });
      await store.save("ann", { n: "1" });
      for (let round = 0; round < 100; round++) {
        await Promise.all([store.touch("ann"), forEver.touch("ann")]);
      }
      assert.is(await redis.countOf("pexpire"), 0, "the save was moments ago");
      for (let round = 0; round < 100; round++) await store.touch("bob");
      assert.is(await redis.countOf("pexpire"), 1);
      assert.is(await redis.countOf("set"), 1, "a save is one command");
    });

    test("what others wrote under a key is refused, not believed", async () => {
      await using redis = await RedisServer.start();
      await using store = new RedisSessionStore({ url: redis.url });
      await redis.ask("SET", "mqant:session:ann", "no JSON");
      await redis.ask("LPUSH", "mqant:session:bob", "a list");
      const failure = await failureOf(store.load("ann"));
      assert.is(failure.code, "unavailable");
      assert.match(failure.message, /mqant:session:ann is not JSON/u);
      assert.match((await failureOf(store.load("bob"))).message, /WRONGTYPE/u);
    });

    test("a Redis that is not there is told at once, with the reason; so is a store that is closed", async () => {
      await using redis = await RedisServer.start();
      await redis.kill();
      await using store = new RedisSessionStore({ url: redis.url });
      const failure = await failureOf(store.load("ann"));
      assert.is(failure.code, "unavailable");
      assert.match(failure.message, /Redis did not load: .*ECONNREFUSED/u);
      await redis.start();
      await eventually(
        () =>
          store.load("ann").then(
            () => true,
            () => false,
          ),
        "Redis is back",
      );
      await Promise.all([store.close(), store.close()]);
      assert.is((await failureOf(store.load("ann"))).code, "unavailable");
    });
  });

  suite("a gate with its sessions in Redis", (test) => {
    test("settings are there again at another gate of another process", async (signal) => {
      await using redis = await RedisServer.start();
      await using store = new RedisSessionStore({ url: redis.url });
      await using here = await gateWith(store);
      await using there = Child.ofTypeScript(PROGRAM, [redis.url], { signal });
      await there.prints(/listens on \d+\./u);
      const otherPort = Number(/listens on (\d+)/u.exec(there.stdout)?.[1]);
      for (const id of ["ann", ...HOSTILE]) {
        await using client = await RawMqttClient.connect({ port: here.port() });
        await client.request("User/HD_Bind/1", id);
        await client.request("User/HD_Set/2", { color: id, room: "lobby" });
        await client[Symbol.asyncDispose]();
        await using again = await RawMqttClient.connect({ port: otherPort });
        const result = await again.request("User/HD_Bind/1", id);
        assert.equal(result, { Error: "", Result: { color: id, room: "lobby" } }, id);
      }
    });

    test("while Redis is away only what needs it fails, and afterwards it works again", async () => {
      await using redis = await RedisServer.start();
      await using store = new RedisSessionStore({ url: redis.url });
      await using running = await gateWith(store, { touchIntervalMs: 20 });
      await using ann = await RawMqttClient.connect({ port: running.port() });
      await using bob = await RawMqttClient.connect({ port: running.port() });
      await ann.request("User/HD_Bind/1", "ann");
      await ann.request("User/HD_Set/2", { room: "lobby" });
      await redis.kill();
      for (const request of ["User/HD_Bind/3", "User/HD_Set/4"]) {
        const reply = await ann.request(
          request,
          request.includes("Bind") ? "eve" : { room: "hall" },
        );
        assert.is((reply as { Code: string }).Code, "unavailable");
        assert.equal(await bob.request("User/HD_Echo/5", 5), { Error: "", Result: 5 });
      }
      assert.match(
        running.log.messages("error").join("\n"),
        /session store's (?:load|save) failed/u,
      );
      await redis.start();
      await eventually(async () => {
        const reply = await bob.request("User/HD_Bind/6", "ann");
        return (reply as { Error: string }).Error === "";
      }, "Redis is back");
      await ann.request("User/HD_Set/7", { room: "hall" });
      assert.equal(await store.load("ann"), { room: "hall" });
      assert.not(ann.closed || bob.closed);
    });

    test("a Redis that says nothing is waited for as long as it may take, by who asked alone", async () => {
      await using redis = await RedisServer.start();
      await using store = new RedisSessionStore({ url: redis.url, expireMs: 10 });
      await using running = await gateWith(store, { storeTimeoutMs: 200, touchIntervalMs: 20 });
      await using ann = await RawMqttClient.connect({ port: running.port() });
      await using bob = await RawMqttClient.connect({ port: running.port() });
      await ann.request("User/HD_Bind/1", "ann");
      redis.freeze();
      const reply = ann.request("User/HD_Set/2", { room: "hall" });
      assert.equal(await bob.request("User/HD_Echo/3", 3), { Error: "", Result: 3 });
      assert.is(((await reply) as { Code: string }).Code, "unavailable");
      redis.thaw();
      await eventually(async () => {
        const again = await ann.request("User/HD_Set/4", { room: "hall" });
        return (again as { Error: string }).Error === "";
      }, "Redis answers again");
    });
  });
}
