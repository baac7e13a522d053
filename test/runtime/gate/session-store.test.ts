import { MemorySessionStore, type SessionStore, type StoredSettings } from "mqant";
import * as assert from "uvu/assert";
import { LimitedLog } from "../../../runtime/limited-log.ts";
import { StoredUsers } from "../../../runtime/gate/stored-users.ts";
import { codeOf } from "../../support/code-of.ts";
import { eventually } from "../../support/eventually.ts";
import { MemoryLog } from "../../support/memory-log.ts";
import { suite } from "../../support/suite.ts";

suite("memory session store", (test) => {
  test("what was saved is loaded, until it is deleted", async () => {
    const store = new MemorySessionStore();
    assert.is(await store.load("ann"), undefined);
    await store.save("ann", { room: "lobby" });
    assert.equal(await store.load("ann"), { room: "lobby" });
    await store.delete("ann");
    assert.is(await store.load("ann"), undefined);
  });

  test("beyond maxUsers who was seen longest ago is forgotten", async () => {
    const store = new MemorySessionStore({ maxUsers: 2 });
    await store.save("ann", { n: "1" });
    await store.save("bob", { n: "2" });
    await store.touch("ann");
    await store.save("cid", { n: "3" });
    assert.is(store.size, 2);
    assert.is(await store.load("bob"), undefined);
    assert.equal(await store.load("ann"), { n: "1" });
  });

  test("touching somebody unknown keeps nobody", async () => {
    const store = new MemorySessionStore();
    await store.touch("nobody");
    assert.is(store.size, 0);
  });

  test("a bound that is none is refused", () => {
    for (const maxUsers of [0, -1, 1.5, Number.NaN]) {
      assert.throws(() => new MemorySessionStore({ maxUsers }), /invalid_argument/u);
    }
  });
});

/** A store whose answers the test gives. */
class SlowStore implements SessionStore {
  readonly asked: { what: string; userId: string; settings?: StoredSettings }[] = [];
  /** What was saved, in the order in which it was answered. */
  readonly kept: StoredSettings[] = [];
  readonly #answers: ((error?: Error) => void)[] = [];

  async load(userId: string): Promise<StoredSettings | undefined> {
    await this.#wait({ what: "load", userId });
    return { from: "store" };
  }
  async save(userId: string, settings: StoredSettings): Promise<void> {
    await this.#wait({ what: "save", userId, settings });
    this.kept.push(settings);
  }
  delete(userId: string): Promise<void> {
    return this.#wait({ what: "delete", userId });
  }
  touch(userId: string): Promise<void> {
    return this.#wait({ what: "touch", userId });
  }
  /** Answers the call that waits longest. */
  answer(error?: Error): void {
    this.#answers.shift()?.(error);
  }
  /** Answers the call that was made last. */
  answerLast(): void {
    this.#answers.pop()?.();
  }
  #wait(call: (typeof this.asked)[number]): Promise<void> {
    this.asked.push(call);
    return new Promise((resolve, reject) => {
      this.#answers.push((error) => (error === undefined ? resolve() : reject(error)));
    });
  }
}

function usersOf(store: SessionStore, timeoutMs = 10_000) {
  const log = new MemoryLog();
  return { users: new StoredUsers(store, timeoutMs, new LimitedLog(log)), log };
}

suite("stored users", (test) => {
  test("saves of one user come one after the other, and what waits saves the latest state", async () => {
    const store = new SlowStore();
    const { users } = usersOf(store);
    const saves = ["1", "2", "3"].map((n) => users.save("ann", { n }));
    const other = users.save("bob", { n: "b" });
    assert.equal(
      store.asked.map(({ settings }) => settings),
      [{ n: "1" }, { n: "b" }],
    );
    store.answer();
    await saves[0];
    await eventually(() => store.asked.length === 3);
    assert.equal(store.asked[2]?.settings, { n: "3" });
    store.answer();
    store.answer();
    await Promise.all([...saves, other]);
    const again = users.save("ann", { n: "4" });
    await eventually(() => store.asked.length === 4);
    store.answer();
    await again;
  });

  test("a save that fails fails who asked for it, and the one behind it is made", async () => {
    const store = new SlowStore();
    const { users, log } = usersOf(store);
    const first = codeOf(users.save("ann", { n: "1" }));
    const second = codeOf(users.save("ann", { n: "2" }));
    store.answer(new Error("disk full"));
    assert.is(await first, "unavailable");
    await eventually(() => store.asked.length === 2);
    store.answer();
    assert.is(await second, "ok");
    assert.is(log.ofKind("store_save").length, 1);
  });

  test("a store that never answers is waited for as long as it may take", async () => {
    const { users } = usersOf(new SlowStore(), 20);
    assert.is(await codeOf(users.load("ann")), "unavailable");
    assert.is(await codeOf(users.save("ann", {})), "unavailable");
    assert.is(await codeOf(users.save("ann", {})), "unavailable");
  });

  test("a save that takes longer than it may overwrites no newer one", async () => {
    const store = new SlowStore();
    const { users } = usersOf(store, 20);
    assert.is(await codeOf(users.save("ann", { n: "1" })), "unavailable");
    assert.is(await codeOf(users.save("ann", { n: "2" })), "unavailable");
    void codeOf(users.save("ann", { n: "3" }));
    store.answerLast();
    store.answer();
    await eventually(() => store.asked.length === 2);
    store.answer();
    await eventually(() => store.kept.length === 2);
    assert.equal(store.kept, [{ n: "1" }, { n: "3" }]);
    void codeOf(users.save("ann", { n: "4" }));
    store.answer();
    await eventually(() => store.kept.length === 3);
    assert.equal(store.kept.at(-1), { n: "4" });
  });

  test("a store that throws instead of rejecting is no different", async () => {
    const broken = Object.assign(new SlowStore(), {
      load: () => {
        throw new Error("no such table");
      },
    });
    assert.is(await codeOf(usersOf(broken).users.load("ann")), "unavailable");
  });

  test("of what a store returns only texts are taken", async () => {
    for (const junk of [undefined, null, 5, "text", ["text"], { a: 1, b: "yes", c: null, d: {} }]) {
      const store = Object.assign(new SlowStore(), { load: () => Promise.resolve(junk as never) });
      const loaded = await usersOf(store).users.load("ann");
      const hasText = typeof junk === "object" && junk !== null && "b" in junk;
      assert.equal([...loaded], hasText ? [["b", "yes"]] : []);
    }
  });

  test("touch is in flight at most once per user, and its failure is no more than a line", async () => {
    const store = new SlowStore();
    const { users, log } = usersOf(store);
    users.touch(["ann", "bob"]);
    users.touch(["ann"]);
    assert.equal(
      store.asked.map(({ userId }) => userId),
      ["ann", "bob"],
    );
    store.answer(new Error("away"));
    await eventually(() => log.ofKind("store_touch").length === 1);
    users.touch(["ann", "bob"]);
    assert.equal(
      store.asked.map(({ userId }) => userId),
      ["ann", "bob", "ann"],
    );
  });
});

suite("limited log", (test) => {
  test("of one kind ten lines a second are written, and the next one counts the others", async () => {
    const log = new MemoryLog();
    const limited = new LimitedLog(log);
    for (let index = 0; index < 1000; index++) limited.write("warn", "flood", {}, "x");
    limited.write("warn", "other", {}, "y");
    // A second may begin in between: then twice as many.
    assert.ok(log.ofKind("flood").length <= 20);
    assert.is(log.ofKind("other").length, 1);
    const written = log.ofKind("flood").length;
    await eventually(() => {
      limited.write("warn", "flood", {}, "x");
      return log.ofKind("flood").length > written;
    });
    assert.ok(Number(log.ofKind("flood").at(-1)?.fields["leftOut"]) > 900);
  });
});
