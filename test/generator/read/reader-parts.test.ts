import { ts } from "ts-morph";
import * as assert from "uvu/assert";
import type { TypeModel } from "../../../generator/model.ts";
import { bareExpression } from "../../../generator/read/registrations/bare-expression.ts";
import { bareTypeNode } from "../../../generator/read/types/bare-type-node.ts";
import { DiagnosticList } from "../../../generator/read/diagnostic-list.ts";
import { type NamedEntry, NamedTypes } from "../../../generator/read/types/named-types.ts";
import { pushMethodNames } from "../../../generator/read/read-pushes.ts";
import { inside, propertyStep, spotOf } from "../../../generator/read/read-spot.ts";
import { findRegistrationSites } from "../../../generator/read/registrations/registration-sites.ts";
import { scanSources } from "../../../generator/read/project/scan-sources.ts";
import { TypeReader } from "../../../generator/read/types/type-reader.ts";
import { suite } from "../../support/suite.ts";
import { initializer, openSources, show, sourceFile } from "./sources.ts";

suite("lists of diagnostics", (test) => {
  test("keep each problem once, sorted by place and code", () => {
    using opened = openSources({
      "src/a.ts": "const a = 1;\nconst b = 2;",
      "src/b.ts": "const c = 3;",
    });
    const { project } = opened;
    const list = new DiagnosticList(project.locator);
    const node = (file: string, name: string): ts.Expression => initializer(project, file, name);
    list.warn("MQ2002", node("src/b.ts", "c"), "late");
    list.error("MQ1002", node("src/a.ts", "b"), "second");
    list.error("MQ1003", node("src/a.ts", "a"), "first, by code");
    list.error("MQ1001", node("src/a.ts", "a"), "first");
    list.error("MQ1001", node("src/a.ts", "a"), "first");
    list.error("MQ1001", node("src/a.ts", "a"), "another");
    assert.equal(show(list.sorted()), [
      "MQ1001 src/a.ts:1:11 another",
      "MQ1001 src/a.ts:1:11 first",
      "MQ1003 src/a.ts:1:11 first, by code",
      "MQ1002 src/a.ts:2:11 second",
      "MQ2002 src/b.ts:1:11 late",
    ]);
    assert.equal(
      list.sorted().map(({ severity }) => severity),
      ["error", "error", "error", "error", "warning"],
    );
  });

  test("leave out what there is not: no hint, no related places", () => {
    using opened = openSources({ "src/a.ts": "const a = 1;" });
    const { project } = opened;
    const list = new DiagnosticList(project.locator);
    const node = initializer(project, "src/a.ts", "a");
    list.error("MQ1001", node, "x", { related: [] });
    list.error("MQ1002", node, "x", { hint: "do", related: [{ message: "there", node }] });
    const [first, second] = list.sorted();
    assert.equal(Object.keys(first ?? {}), ["code", "severity", "message", "location"]);
    assert.is(second?.hint, "do");
    assert.equal(second?.related?.[0], { message: "there", location: second?.location });
  });
});

suite("scanning", (test) => {
  test("finds candidates by their spelling, in order, and no others", () => {
    using opened = openSources({
      "src/b.ts": `class B extends Object {} const c = class implements Iterable<1> { [Symbol.iterator]!: never };`,
      "src/a.ts": `class Plain {} class A extends Plain { run() { s.register("x"); s["registerGO"]("y"); s[k]("z"); go("w"); s.send("t", 1); s.other(); new Map().get(1); } }
declare const s: any; declare const k: string; const { registerGO: go, register } = s; const taken = s.register; later(s.register, s.register("q"));
declare function later(...args: unknown[]): void;`,
      "src/quiet.ts": `declare function plain(): void; plain();`,
      "src/types.d.ts": `declare class Declared extends Object {}`,
    });
    const scan = scanSources(opened.project, new Set(["send"]));
    assert.equal(
      scan.classes.map(({ name }) => name?.text),
      ["A", "B", undefined],
    );
    assert.equal(
      scan.registerCalls.map((call) => call.getText()),
      [
        's.register("x")',
        's["registerGO"]("y")',
        's[k]("z")',
        'go("w")',
        'later(s.register, s.register("q"))',
        's.register("q")',
      ],
    );
    assert.equal(
      scan.pushCalls.map((call) => call.getText()),
      ['s.send("t", 1)'],
    );
    assert.equal(
      scan.registerMentions.map((name) => name.parent.getText()),
      ["registerGO: go", "register", "s.register", "s.register"],
    );
  });

  test("registrations are those of mqant's server", () => {
    using opened = openSources({
      "src/a.ts": `import type { HandlerServer } from "mqant";
export function f(server: HandlerServer, other: { register(n: string, f: () => void): void }, both: "register" | "registerGO") {
  server.register("a", () => {});
  server.registerGO("b", () => {});
  other.register("c", () => {});
  const { register } = server; register("d", () => {});
  server[both]("e", () => {});
  (server).register("f", () => {});
  server!.register("g", () => {});
  const escaped = [server.register]; void escaped;
  const kept = server.registerGO; kept("h", () => {});
}`,
    });
    const { project } = opened;
    const { calls, escapes } = findRegistrationSites(project, scanSources(project, new Set()));
    const found = [...calls].map(([call, order]) => `${call.arguments[0]?.getText()} ${order}`);
    assert.equal(found, [
      '"a" serial',
      '"b" concurrent',
      '"d" serial',
      '"e" serial',
      '"f" serial',
      '"g" serial',
      '"h" concurrent',
    ]);
    assert.equal(
      escapes.map((node) => node.parent.getText()),
      ["server.register"],
    );
  });

  test("the methods that push are found in mqant itself", () => {
    using opened = openSources({
      "src/a.ts": `import { Gate, Gates, Session } from "mqant"; void [Gate, Gates, Session];`,
    });
    const names = pushMethodNames(opened.project);
    for (const name of ["send", "sendNR", "sendBatch", "broadcast", "sendToGroup"])
      assert.ok(names.has(name), name);
    for (const name of ["bind", "close", "push", "set", "join", "leave"])
      assert.not.ok(names.has(name), name);
  });
});

suite("bare nodes", (test) => {
  test("are without parentheses and words for the compiler", () => {
    using opened = openSources({
      "src/a.ts": `declare const x: any; const a = ((x as string)!); const b = <number>x; const c = x satisfies 1; const d = x.y!; let t: ((string));`,
    });
    const { project } = opened;
    const bare = (name: string): string =>
      bareExpression(initializer(project, "src/a.ts", name)).getText();
    assert.equal(["a", "b", "c", "d"].map(bare), ["x", "x", "x", "x.y"]);
    const last = sourceFile(project, "src/a.ts").statements.at(-1);
    const type =
      last && ts.isVariableStatement(last) ? last.declarationList.declarations[0]?.type : undefined;
    assert.is(bareTypeNode(type)?.getText(), "string");
    assert.is(bareTypeNode(undefined), undefined);
  });
});

suite("spots", (test) => {
  test("grow into paths that a reader finds again", () => {
    using opened = openSources({ "src/a.ts": "const a = 1; const b = 2;" });
    const { project } = opened;
    const [a, b] = ["a", "b"].map((name) => initializer(project, "src/a.ts", name));
    if (a === undefined || b === undefined) throw new Error("no nodes");
    const start = spotOf({ show: (path) => `M.f(${path})`, inferred: false }, "order", a);
    const deep = inside(
      inside(inside(start, propertyStep("lines")), "[]"),
      propertyStep("odd name"),
      b,
    );
    assert.is(deep.subject.show(deep.path), 'M.f(order.lines[]["odd name"])');
    assert.equal([start.depth, deep.depth], [0, 3]);
    assert.is(deep.node, b);
    assert.is(inside(start, "[]").node, a);
  });

  test("steps quote what is no identifier", () => {
    assert.equal(["a", "$", "名", "1", "a-b", "", "\n"].map(propertyStep), [
      ".a",
      ".$",
      ".名",
      '["1"]',
      '["a-b"]',
      '[""]',
      '["\\n"]',
    ]);
  });
});

suite("the reader of types", (test) => {
  test("an error of its own is MQ9000 with the place, not a crash", () => {
    using opened = openSources({ "src/a.ts": "const a = 1;" });
    const { project } = opened;
    const diagnostics = new DiagnosticList(project.locator);
    const reader = new TypeReader(project, diagnostics);
    const node = initializer(project, "src/a.ts", "a");
    const broken = {
      get flags(): never {
        throw new Error("no such type");
      },
    } as unknown as ts.Type; // what a defect of the compiler would look like
    const spot = spotOf({ show: (path) => `M.f(${path})`, inferred: false }, "x", node);
    const model = reader.read(broken, undefined, spot);
    assert.is(model.kind === "bad" && model.code, "MQ9000");
    assert.equal(show(diagnostics.sorted()), [
      "MQ9000 src/a.ts:1:11 M.f(x) could not be read: internal error: no such type",
    ]);
  });

  test("files are gathered where they are asked for", () => {
    using opened = openSources({
      "src/a.ts": "export const a = 1;",
      "src/b.ts": "export const b = new Date();",
    });
    const { project } = opened;
    const reader = new TypeReader(project, new DiagnosticList(project.locator));
    const [outer, inner] = [new Set<string>(), new Set<string>()];
    const result = reader.gather(outer, () => {
      reader.touch(sourceFile(project, "src/a.ts"));
      reader.gather(inner, () => reader.touch(sourceFile(project, "src/b.ts")));
      reader.touch(undefined);
      return "done";
    });
    assert.is(result, "done");
    assert.equal([[...outer], [...inner]], [["src/a.ts"], ["src/b.ts"]]);
    assert.throws(
      () =>
        reader.gather(inner, () => {
          throw new Error("stop");
        }),
      "stop",
    );
    const library = project.program.getSourceFiles().find((source) => project.isLibrary(source));
    reader.gather(inner, () => reader.touch(library));
    assert.is(inner.size, 1);
  });
});

suite("named types", (test) => {
  const entry = (type: TypeModel, file: string) => ({
    origin: { from: { file }, kind: "interface" as const, arguments: [] },
    ownName: file.replace(".ts", "").toUpperCase(),
    doc: [],
    type,
    files: new Set([file]),
  });

  test("only what is needed gets into the contract, in order of ids", () => {
    const named = new NamedTypes();
    named.add("c", entry({ kind: "ref", id: "a" }, "c.ts"));
    named.add("b", entry({ kind: "string" }, "b.ts"));
    named.add("a", entry({ kind: "array", of: { kind: "ref", id: "c" }, readonly: false }, "a.ts"));
    const types = named.contractTypes(named.reachable([{ kind: "ref", id: "c" }]));
    assert.equal(
      [...types].map(([id, { name, recursive }]) => [id, name, recursive]),
      [
        ["a", "A", true],
        ["c", "C", true],
      ],
    );
    assert.equal([...named.filesOf(named.reachable([{ kind: "ref", id: "c" }]))].sort(), [
      "a.ts",
      "c.ts",
    ]);
    assert.equal(named.reachable([{ kind: "string" }]).size, 0);
    assert.equal(named.lookup("b"), { kind: "string" });
    assert.is(named.lookup("gone"), undefined);
  });

  test("are named as in the run before only as long as that comes to the same", () => {
    const text = { kind: "string" } as const;
    const first = new NamedTypes();
    first.add("a", entry(text, "a.ts"));
    first.add("b", entry(text, "b.ts"));
    const told = (named: NamedTypes): unknown[] =>
      [...named.contractTypes(new Set(["a", "b"])).values()].map((type) => [
        type.name,
        type.recursive,
      ]);
    const after = (b: NamedEntry): unknown[] => {
      const next = new NamedTypes();
      next.adopt(["a"], first);
      next.add("b", b);
      return told(next);
    };
    assert.equal(told(first), [
      ["A", false],
      ["B", false],
    ]);
    assert.equal(after(entry({ kind: "number" }, "b.ts")), told(first));
    const ofItself = { kind: "array", of: { kind: "ref", id: "b" }, readonly: false } as const;
    assert.equal(after(entry(ofItself, "b.ts")), [
      ["A", false],
      ["B", true],
    ]);
    const box = entry(text, "b.ts");
    const ofTexts = { ...box, origin: { ...box.origin, arguments: [text] } };
    assert.equal(after(ofTexts), [
      ["A", false],
      ["BOfString", false],
    ]);
    assert.equal(after({ ...box, ownName: "A" }), [
      ["A", false],
      ["BA", false],
    ]);
  });

  test("type arguments are needed as well", () => {
    const named = new NamedTypes();
    const box = entry({ kind: "object", properties: [] }, "box.ts");
    named.add("box<item>", {
      ...box,
      origin: { ...box.origin, arguments: [{ kind: "ref", id: "item" }] },
    });
    named.add("item", entry({ kind: "string" }, "item.ts"));
    assert.equal(
      [...named.contractTypes(named.reachable([{ kind: "ref", id: "box<item>" }])).keys()],
      ["box<item>", "item"],
    );
  });
});
