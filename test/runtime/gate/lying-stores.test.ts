import { Gate, type Session, type SessionStore } from "mqant";
import * as assert from "uvu/assert";
import { eventually } from "../../support/eventually.ts";
import { publishPacket, RawMqttClient } from "../../support/raw-mqtt-client.ts";
import { RunningGate } from "../../support/running-gate.ts";
import { suite } from "../../support/suite.ts";

/** What a method of a store may do instead of its work. */
type Lie = () => unknown;

const never: Lie = () => new Promise(() => {});

/** Lies that are failures: whoever asked is told `unavailable`. */
const FAILURES: Record<string, Lie> = {
  "throws at once": () => {
    throw new Error("no such table");
  },
  "rejects with nothing": () => Promise.reject(),
  "rejects with a text": () => Promise.reject("away"),
  "never answers": never,
};

const LOAD_FAILURES: Record<string, Lie> = {
  ...FAILURES,
  "returns what can't be looked at": () =>
    Promise.resolve(
      new Proxy({}, { ownKeys: () => assert.unreachable("keys that throw") as never }),
    ),
};

/** Lies that are taken for a user of whom nothing is known. */
const JUNK: Record<string, Lie> = {
  "returns no promise": () => undefined,
  "returns a number": () => Promise.resolve(5),
  "returns a list": () => Promise.resolve(["a", "b"]),
  "returns settings that are no texts": () => Promise.resolve({ a: { b: "c" }, n: 1, l: ["x"] }),
};

/** A store of which some methods lie; the others do nothing. */
class LyingStore implements SessionStore {
  readonly load: SessionStore["load"];
  readonly save: SessionStore["save"];
  readonly delete: SessionStore["delete"];
  readonly touch: SessionStore["touch"];
  /** The users whose `touch` is under way, once for each call. */
  readonly touching: string[] = [];

  constructor(lies: Partial<Record<"load" | "save" | "touch", Lie>>) {
    const honest = () => Promise.resolve(undefined);
    // Not what the interface says: that is what a lie is.
    this.load = (lies.load ?? honest) as SessionStore["load"];
    this.save = (lies.save ?? honest) as SessionStore["save"];
    this.delete = honest;
    this.touch = (userId) => {
      this.touching.push(userId);
      return (lies.touch ?? honest)() as Promise<void>;
    };
  }
}

const handlers = {
  User: {
    HD_Bind: async (session: Session, userId: string) => {
      await session.bind(userId);
      return session.settings;
    },
    HD_Set: async (session: Session) => {
      session.set("room", "hall");
      await session.push();
      return session.get("room");
    },
    HD_See: (session: Session) => session.settings,
    HD_Echo: (_session: Session, body: unknown) => body,
  },
};

/** A gate with a store that lies, and two clients of it: one who suffers, and one who must not notice. */
async function stage(lies: ConstructorParameters<typeof LyingStore>[0]) {
  const store = new LyingStore(lies);
  const gate = new Gate({ sessionStore: store });
  const settings = { storeTimeoutMs: 100, touchIntervalMs: 10 };
  const running = await RunningGate.start({ gate, settings, handlers });
  const victim = await RawMqttClient.connect({ port: running.port() });
  const other = await RawMqttClient.connect({ port: running.port() });
  return {
    store,
    running,
    victim,
    other,
    /** Asks for the victim, and meanwhile for the other, who is always answered. */
    async ask(topic: string, body?: unknown): Promise<{ Error: string; Result: unknown }> {
      const reply = victim.request(topic, body);
      assert.equal(await other.request("User/HD_Echo/1", "all along"), {
        Error: "",
        Result: "all along",
      });
      return (await reply) as { Error: string; Result: unknown };
    },
    async [Symbol.asyncDispose](): Promise<void> {
      await running.app.close();
      await victim[Symbol.asyncDispose]();
      await other[Symbol.asyncDispose]();
    },
  };
}

suite("stores that lie", (test) => {
  for (const [how, lie] of Object.entries(LOAD_FAILURES)) {
    test(`a load that ${how} fails the bind, and nobody else`, async () => {
      await using it = await stage({ load: lie });
      assert.match(
        (await it.ask("User/HD_Bind/1", "ann")).Error,
        /the session store's load failed/u,
      );
      assert.is(it.running.log.ofKind("store_load").length, 1);
      assert.equal((await it.ask("User/HD_Set/2")).Result, "hall", "a guest's are not stored");
    });
  }

  for (const [how, lie] of Object.entries(FAILURES)) {
    test(`a save that ${how} fails who changed something, who keeps the change`, async () => {
      await using it = await stage({ save: lie });
      assert.match(
        (await it.ask("User/HD_Bind/1", "ann")).Error,
        /the session store's save failed/u,
      );
      assert.match((await it.ask("User/HD_Set/2")).Error, /the session store's save failed/u);
      assert.equal((await it.ask("User/HD_See/3")).Result, { room: "hall" });
    });
  }

  for (const [how, lie] of Object.entries(JUNK)) {
    test(`a load that ${how} is one of a user of whom nothing is known`, async () => {
      await using it = await stage({ load: lie });
      assert.equal(await it.ask("User/HD_Bind/1", "ann"), { Error: "", Result: {} });
    });
  }

  test("keys that are properties of all objects are settings like any other, and change no object", async () => {
    const stored = JSON.parse('{"__proto__":"x","constructor":"y","room":"hall"}') as object;
    await using it = await stage({ load: () => Promise.resolve(stored) });
    const { Result } = await it.ask("User/HD_Bind/1", "ann");
    assert.is((Result as Record<string, unknown>)["room"], "hall");
    assert.is((Result as Record<string, unknown>)["constructor"], "y");
    assert.is(({} as Record<string, unknown>)["x"], undefined);
    assert.is(Object.getPrototypeOf({}), Object.prototype);
  });

  for (const [how, lie] of Object.entries(FAILURES)) {
    test(`a touch that ${how} is under way once per user, and no reason to stop`, async () => {
      await using it = await stage({ touch: lie });
      await it.ask("User/HD_Bind/1", "ann");
      const again = how === "never answers" ? 1 : 3;
      await eventually(() => it.store.touching.length >= again, "touches");
      await it.other.request("User/HD_Bind/2", "bob");
      await eventually(() => it.store.touching.includes("bob"), "bob's touch");
      if (how === "never answers") assert.equal(it.store.touching, ["ann", "bob"]);
      assert.equal((await it.ask("User/HD_Set/3")).Result, "hall");
    });
  }

  test("a load that ends when its client is gone binds nobody, and saves nothing", async () => {
    let answer = (): void => {};
    let saves = 0;
    const load = () => new Promise((resolve) => (answer = () => resolve({ room: "hall" })));
    await using it = await stage({ load, save: () => Promise.resolve(saves++) });
    const before = answer;
    it.victim.send(publishPacket("User/HD_Bind/1", '"ann"'));
    await eventually(() => answer !== before, "the load");
    await it.victim[Symbol.asyncDispose]();
    await eventually(() => it.running.gate.connectionCount === 1);
    answer();
    await eventually(() => it.running.app.metrics().callsServed["not_found"] !== undefined);
    assert.is(saves, 0);
    assert.equal(it.store.touching, []);
    await it.other.request("User/HD_Echo/2", 1);
  });
});
