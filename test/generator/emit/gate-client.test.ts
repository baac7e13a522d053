import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import type { GateCallOptions, GateTransport } from "mqant/client";
import { build } from "esbuild";
import * as assert from "uvu/assert";
import * as chat from "../../golden/pushes/expected/gate.ts";
import * as enums from "../../golden/enums/expected/gate.ts";
import * as hostile from "../../golden/hostile/expected/gate.ts";
import * as login from "../../golden/login/expected/gate.ts";
import * as parameters from "../../golden/parameters/expected/gate.ts";
import * as recursion from "../../golden/recursion/expected/gate.ts";
import * as vault from "../../golden/wire-types/expected/gate.ts";
import { suite } from "../../support/suite.ts";

/** A gate in memory that does to bodies what the wire does: nothing but JSON comes through. */
class MemoryTransport implements GateTransport {
  readonly requests: { type: string; handler: string; body: unknown; options: unknown }[] = [];
  readonly #listeners = new Map<string, Set<(body: unknown) => void>>();
  /** What the gate answers, before JSON; the body that was sent if there is none. */
  answer: ((body: unknown) => unknown) | undefined;

  async request(type: string, handler: string, sent: unknown, options?: GateCallOptions) {
    const body: unknown = overTheWire(sent);
    this.requests.push({ type, handler, body, options });
    return overTheWire(this.answer === undefined ? body : this.answer(body));
  }

  onPush(topic: string, listener: (body: unknown) => void): () => void {
    let listeners = this.#listeners.get(topic);
    if (listeners === undefined) this.#listeners.set(topic, (listeners = new Set()));
    listeners.add(listener);
    return () => listeners.delete(listener);
  }

  push(topic: string, body: unknown): void {
    const parsed = overTheWire(body);
    for (const listener of this.#listeners.get(topic) ?? []) listener(parsed);
  }
}

function overTheWire(body: unknown): unknown {
  return JSON.parse(JSON.stringify(body ?? null));
}

suite("emitted gate clients", (test) => {
  test("request by module and handler and give the reply", async () => {
    const transport = new MemoryTransport();
    transport.answer = () => ({ welcome: "hi", roles: [] });
    const client = new login.GateClient(transport);
    const reply = await client.login.login({ userName: "a", passWord: "b" }, { timeoutMs: 5 });
    assert.equal(reply, { welcome: "hi", roles: [] });
    assert.equal(transport.requests, [
      {
        type: "Login",
        handler: "HD_Login",
        body: { userName: "a", passWord: "b" },
        options: { timeoutMs: 5 },
      },
    ]);
  });

  test("send an empty object for no body, and null for one that is left out", async () => {
    const transport = new MemoryTransport();
    const client = new parameters.GateClient(transport);
    await client.calc.ping();
    await client.calc.pick();
    await client.calc.pick({ from: 1, to: 2 });
    assert.equal(
      transport.requests.map(({ body }) => body),
      [{}, null, { from: 1, to: 2 }],
    );
  });

  test("carry dates, bigints and bytes there and back", async () => {
    const transport = new MemoryTransport();
    transport.answer = (body) => ({ kind: "deposit", deposit: body });
    const deposit: vault.Deposit = {
      amount: 2n ** 70n,
      at: new Date(5),
      until: null,
      proof: new Uint8Array([0, 127, 255]),
      history: [new Date(6), new Date(7)],
      byCurrency: { eur: 1n, usd: -1n },
      pair: [new Date(8), "a", 3n],
    };
    const reply = await new vault.GateClient(transport).vault.deposit(deposit);
    assert.equal(reply, { kind: "deposit", deposit });
    const sent = transport.requests[0]?.body as { amount: unknown } | undefined;
    assert.equal(sent?.amount, String(2n ** 70n));
  });

  test("leave absent what is absent", async () => {
    const transport = new MemoryTransport();
    const short: vault.Deposit = {
      amount: 1n,
      at: new Date(0),
      proof: new Uint8Array(0),
      history: [],
      byCurrency: {},
      pair: [new Date(0), "a"],
    };
    transport.answer = (body) => ({ kind: "deposit", deposit: body });
    const reply = await new vault.GateClient(transport).vault.deposit(short);
    assert.equal(reply, { kind: "deposit", deposit: short });
  });

  test("convert only the members of a union that need it", async () => {
    const transport = new MemoryTransport();
    const { vault: client } = new vault.GateClient(transport);
    transport.answer = () => [
      null,
      { kind: "note", text: "2020-01-01T00:00:00Z" },
      { kind: "expired", at: new Date(1) },
    ];
    assert.equal(await client.changes({}), [
      null,
      { kind: "note", text: "2020-01-01T00:00:00Z" },
      { kind: "expired", at: new Date(1) },
    ]);
    for (const value of [
      1,
      new Date(3),
      ["a"],
      { big: 5n },
      { small: 5 },
    ] satisfies vault.Mixed[]) {
      transport.answer = (body) => (body as { items: unknown[] }).items[0];
      assert.equal(await client.mixed({ items: [value] }), value);
    }
  });

  test("carry bytes alone", async () => {
    const transport = new MemoryTransport();
    const bytes = new Uint8Array(70_000).map((_, index) => index % 256);
    assert.equal(await new vault.GateClient(transport).vault.seal(bytes), bytes);
    assert.is(typeof transport.requests[0]?.body, "string");
  });

  test("convert what contains itself", async () => {
    const transport = new MemoryTransport();
    const event = { at: new Date(1), causes: [{ at: new Date(2), causes: [] }] };
    assert.equal(await new recursion.GateClient(transport).trees.trace(event), event);
  });

  test("hear pushes until they are told to stop", () => {
    const transport = new MemoryTransport();
    const client = new chat.GateClient(transport);
    const heard: unknown[] = [];
    const stop = client.on("Chat/OnChat", (message) => heard.push(message));
    client.on("Chat/OnTyping", (users) => heard.push(users));
    transport.push("Chat/OnChat", { from: "ann", text: "hi", at: new Date(9) });
    transport.push("Chat/OnTyping", ["bob"]);
    stop();
    transport.push("Chat/OnChat", { from: "ann", text: "again", at: new Date(9) });
    assert.equal(heard, [{ from: "ann", text: "hi", at: new Date(9) }, ["bob"]]);
  });

  test("give each listener a value of its own", () => {
    const transport = new MemoryTransport();
    const client = new vault.GateClient(transport);
    const totals: bigint[] = [];
    client.on("Vault/OnChange", ({ total }) => totals.push(total));
    client.on("Vault/OnChange", ({ total, at }) => totals.push(total + BigInt(at.getTime())));
    transport.push("Vault/OnChange", { at: new Date(1), total: "5" });
    assert.equal(totals, [5n, 6n]);
  });

  test("have enums as constants", () => {
    assert.equal(enums.Color, { Red: "red", Green: "green", Blue: "blue" });
    assert.equal(enums.Level, { Low: 0, High: 10 });
  });

  test("keep away from names that objects and promises have", async () => {
    const transport = new MemoryTransport();
    const client = new hostile.GateClient(transport);
    await client.on_.do();
    await client.constructor_.do();
    await client.proto.do();
    assert.not.ok("then" in client.aProcessExit9);
    assert.equal(
      transport.requests.map(({ type }) => type),
      ["On", "constructor", "__proto__"],
    );
  });

  test("fail as the transport does", async () => {
    const transport = new MemoryTransport();
    transport.answer = () => {
      throw new Error("unavailable");
    };
    try {
      await new vault.GateClient(transport).vault.seal(new Uint8Array(1));
      assert.unreachable();
    } catch (error) {
      assert.is((error as Error).message, "unavailable");
    }
  });
});

suite("bundles of emitted gate clients", (test) => {
  /** The bundle for browsers; fails if anything in it needs Node. */
  async function bundled(
    name: string,
  ): Promise<{ text: string; inputs: string[]; gzipped: number }> {
    const result = await build({
      entryPoints: [
        fileURLToPath(new URL(`../../golden/${name}/expected/gate.ts`, import.meta.url)),
      ],
      bundle: true,
      minify: true,
      write: false,
      metafile: true,
      format: "esm",
      platform: "browser",
      target: "es2022",
      logLevel: "silent",
    });
    const text = result.outputFiles[0]?.text ?? "";
    return { text, inputs: Object.keys(result.metafile.inputs), gzipped: gzipSync(text).length };
  }

  test("hold nothing but the client", async () => {
    for (const name of ["login", "wire-types", "hostile"]) {
      const { text, inputs } = await bundled(name);
      assert.is(inputs.length, 1, inputs.join());
      assert.not.match(text, /\bimport\b|\brequire\(|node:|zod/);
    }
  });

  test("are small: well below 1 kB, with every conversion there is", async () => {
    for (const [name, limit] of [
      ["login", 400],
      ["wire-types", 1000],
    ] as const) {
      const { gzipped } = await bundled(name);
      console.log(`gate client of ${name}: ${gzipped} B gzipped`);
      assert.ok(gzipped < limit, `${gzipped} B`);
    }
  });
});
