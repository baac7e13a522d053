import * as assert from "uvu/assert";
import type { PushModel, TypeModel } from "../../../generator/model.ts";
import { suite } from "../../support/suite.ts";
import { moduleSource, places, readSources, show, type Sources } from "./sources.ts";

/** What one handler pushes; its code is in line 7. */
function read(code: string, above = "", more: Sources = {}) {
  return readSources({
    "src/login.ts": moduleSource(
      `this.server.registerGO("HD_f", this.f);`,
      `async f(session: Session): Promise<void> {
${code}
}`,
      { above },
    ),
    ...more,
  });
}

function pushes(code: string, above = "", more: Sources = {}): PushModel[] {
  const result = read(code, above, more);
  assert.equal(show(result.diagnostics), []);
  return result.contract.pushes;
}

function body(code: string, above = "", more: Sources = {}): TypeModel | undefined {
  const [push, ...others] = pushes(code, above, more);
  assert.equal(others, []);
  return push?.body;
}

const string: TypeModel = { kind: "string" };
const number: TypeModel = { kind: "number" };
const plain = { optional: false, readonly: false, doc: [] };

suite("pushes: found", (test) => {
  test("the verbs of Session, Gate and Gates push; others don't", () => {
    const found = pushes(
      `await session.send("a", 1); await session.sendNR("b", 1); await session.sendBatch(["x"], "c", 1); await gate.broadcast("d", 1); await gate.sendToGroup("g", "e", 1); await gates.broadcast("f", 1); await gates.sendToGroup("g", "g", 1); await gates.sendBatch([session], "h", 1); other.send("i", 1); await session.join("j");`,
      `import { Gates } from "mqant"; declare const gate: Gate; declare const gates: Gates; const other = { send(topic: string, body: number) { void topic; void body; } };\n`,
    );
    assert.equal(
      found.map(({ topic }) => topic),
      ["a", "b", "c", "d", "e", "f", "g", "h"],
    );
  });

  const topics: [code: string, topic: string][] = [
    [`"Chat/On"`, "Chat/On"],
    ["`Chat/${KIND}`", "Chat/Kind"],
    ["TOPIC", "Chat/Topic"],
    ["Topics.On", "topics/on"],
    ["'登录/推送'", "登录/推送"],
    [`'a"];process.exit()//'`, `a"];process.exit()//`],
    ["'__proto__'", "__proto__"],
  ];
  for (const [code, topic] of topics) {
    test(`the topic ${code}`, () => {
      const above = `const KIND = "Kind"; const TOPIC = "Chat/Topic"; enum Topics { On = "topics/on" } void [KIND, TOPIC, Topics];\n`;
      const [push] = pushes(`await session.send(${code}, 1);`, above);
      assert.is(push?.topic, topic);
      assert.is(push?.sites[0]?.column, 20);
      assert.is(push?.sites[0]?.line, 9);
    });
  }

  test("a topic that is not known is MQ2010, and not in the contract", () => {
    const result = read(`await session.send("user/" + session.userId, 1);`);
    assert.equal(places(result.diagnostics), ["MQ2010 src/login.ts:8:20"]);
    assert.equal(
      result.diagnostics.map(({ severity }) => severity),
      ["warning"],
    );
    assert.equal(result.contract.pushes, []);
  });

  test("a topic with wildcards, or none, is MQ1071", () => {
    assert.equal(
      places(read(`await session.send("Chat/+", 1); await session.send("", 1);`).diagnostics),
      ["MQ1071 src/login.ts:8:20", "MQ1071 src/login.ts:8:53"],
    );
  });

  test("anybody's file counts, not only modules'", () => {
    const found = pushes("", "", {
      "src/notify.ts": `import type { Session } from "mqant"; export const notify = (s: Session) => s.send("note", { text: "x" });`,
    });
    assert.equal(
      found.map(({ sites }) => sites[0]?.file),
      ["src/notify.ts"],
    );
  });
});

suite("pushes: bodies", (test) => {
  const rows: [code: string, expected: TypeModel][] = [
    ["1", number],
    ["-1", number],
    ["'text'", string],
    ["`t${1}`", string],
    ["true", { kind: "boolean" }],
    ["cond ? 'a' : 'b'", string],
    ["'a' as const", { kind: "literal", value: "a" }],
    ["CONST", string],
    ["TYPED", { kind: "literal", value: "typed" }],
    ["new Date()", { kind: "date" }],
    ["new Uint8Array(1)", { kind: "bytes" }],
    ["null", { kind: "null" }],
    ["[1, 'a']", { kind: "array", of: { kind: "union", of: [string, number] }, readonly: false }],
    ["message", { kind: "ref", id: "src/login.ts#Message" }],
    ["made()", { kind: "ref", id: "src/login.ts#Message" }],
    [
      "{ from: 'x', at: 1, ok: true }",
      {
        kind: "object",
        properties: [
          { name: "from", type: string, ...plain },
          { name: "at", type: number, ...plain },
          { name: "ok", type: { kind: "boolean" }, ...plain },
        ],
      },
    ],
    [
      "{ ...message, kind: 'x' as const }",
      {
        kind: "object",
        properties: [
          { name: "from", type: string, ...plain },
          { name: "kind", type: { kind: "literal", value: "x" }, ...plain },
        ],
      },
    ],
  ];
  const above = `declare const cond: boolean; const CONST = "c"; const TYPED: "typed" = "typed";
interface Message { from: string } declare const message: Message; declare function made(): Message;
void [cond, CONST, TYPED, message, made];
`;
  for (const [code, expected] of rows) {
    test(code, () => assert.equal(body(`await session.send("t", ${code});`, above), expected));
  }

  test("what can't travel is blamed at the argument, or at its property", () => {
    const result = read(
      `await session.send("Chat/On", { at: new Map<string, 1>() }); await session.send("x", JSON.parse("1"));`,
    );
    assert.equal(show(result.diagnostics), [
      `MQ1041 src/login.ts:8:33 "Chat/On".at is a Map, which JSON has no form for`,
      `MQ1042 src/login.ts:8:86 "x" has type any, which promises nothing`,
    ]);
  });
});

suite("pushes: several places", (test) => {
  test("of one type are one push with all sites, in order", () => {
    const [push, ...others] = pushes(
      `await session.send("t", { a: 1 });\nawait session.sendNR("t", { a: 2 });`,
      "",
      {
        "src/a.ts": `import type { Session } from "mqant"; export const f = (s: Session) => s.send("t", { a: 3 });`,
      },
    );
    assert.equal(others, []);
    assert.is(push?.body.kind, "object");
    assert.equal(
      push?.sites.map(({ file, line }) => `${file}:${line}`),
      ["src/a.ts:1", "src/login.ts:8", "src/login.ts:9"],
    );
  });

  test("of types that clients can tell apart are a union", () => {
    const type = body(
      `await session.send("t", { kind: "a" as const, at: new Date() }); await session.send("t", { kind: "b" as const, at: "" });`,
    );
    assert.is(type?.kind === "union" && type.of.length, 2);
    assert.is(type?.kind === "union" && type.discriminant, "kind");
    assert.equal(body(`await session.send("t", 1); await session.send("t", "");`), {
      kind: "union",
      of: [string, number],
    });
  });

  test("of types that they can't are MQ1070, with both places", () => {
    const result = read(
      `await session.send("t", { at: new Date() });\nawait session.send("t", { at: "" });`,
    );
    assert.equal(places(result.diagnostics), ["MQ1070 src/login.ts:9:20"]);
    assert.is(result.diagnostics[0]?.related?.[0]?.location.line, 8);
  });
});

suite("pushes: declared", (test) => {
  const registry = (members: string): Sources => ({
    "src/pushes.ts": `import type {} from "mqant";
export interface Message { from: string }
declare module "mqant" {
  interface PushRegistry { ${members} }
}
`,
  });

  test("members of PushRegistry are pushes", () => {
    const found = pushes(
      "",
      "",
      registry(`"Chat/On": Message; other: { at?: Date }; 'a"];x//': 1`),
    );
    assert.equal(
      found.map(({ topic }) => topic),
      ["Chat/On", 'a"];x//', "other"],
    );
    assert.equal(found[0]?.body, { kind: "ref", id: "src/pushes.ts#Message" });
    const [site] = found[0]?.sites ?? [];
    assert.equal([site?.file, site?.line, site?.column], ["src/pushes.ts", 4, 28]);
  });

  test("the declaration says what a topic carries, whatever a call sends", () => {
    const [push] = pushes(
      `await session.send("Chat/On", { from: "x", more: 1 } as never);`,
      "",
      registry(`"Chat/On": Message`),
    ).filter(({ topic }) => topic === "Chat/On");
    assert.equal(push?.body, { kind: "ref", id: "src/pushes.ts#Message" });
    assert.is(push?.sites.length, 2);
  });
});
