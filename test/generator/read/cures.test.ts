import path from "node:path";
import * as assert from "uvu/assert";
import { generate } from "../../../generator/generate.ts";
import { suite } from "../../support/suite.ts";
import { type Form, formSources, readForms, shown } from "./form-rows.ts";
import { show, SourceProject } from "./sources.ts";

/** Something that can't be read, what is said about it, and the same after doing what is said. */
interface Cure {
  title: string;
  code: string;
  hint: RegExp;
  wrong: Omit<Form, "title">;
  right: Omit<Form, "title">;
  /** What is registered then. */
  handlers: string[];
}

const go = (name: string, handler = "this.f"): string =>
  `this.server.registerGO(${name}, ${handler});`;
const f = `f(x: number): string { return String(x); }\n`;
const F = (name: string): string => `${name}(x: number): string`;

/** A row about names: members and handler stay the same. */
function name(title: string, hint: RegExp, wrong: string, right: string, ...names: string[]): Cure {
  return {
    title,
    code: "MQ1010",
    hint,
    wrong: { code: wrong, members: f },
    right: { code: right, members: f },
    handlers: names.map(F),
  };
}

/** A row about one handler, registered as `x` or `HD_x`. */
function handler(
  [title, code, hint]: [title: string, code: string, hint: RegExp],
  wrong: string,
  right: string,
  expected: string,
): Cure {
  const register = go(expected.startsWith("HD_") ? `"HD_x"` : `"x"`, "this.h");
  return {
    title,
    code,
    hint,
    wrong: { code: register, members: wrong },
    right: { code: register, members: right },
    handlers: [expected],
  };
}

const literal = /^use a literal or a constant, or write \/\*\* @rpc name \*\/ above the method$/;
const loop = /^loop over a constant list, or over Object\.entries of an object/;

const cures: Cure[] = [
  name("a setting", literal, go("settings.id"), go(`"x"`), "x"),
  name("what a library makes", literal, go("String(Math.random())"), go(`"x"`), "x"),
  name("a choice", literal, go(`settings.id ? "x" : "y"`), go(`"x"`) + go(`"y"`), "x", "y"),
  name(
    "a variable",
    /^declare it with const/,
    `let n = "x"; ${go("n")}`,
    `const n = "x"; ${go("n")}`,
    "x",
  ),
  name(
    "a property that may change",
    /^write as const behind the object/,
    `const n = { x: "x" }; ${go("n.x")}`,
    `const n = { x: "x" } as const; ${go("n.x")}`,
    "x",
  ),
  name(
    "the values of a Map",
    loop,
    `for (const [n, h] of new Map([["x", this.f]])) ${go("n", "h")}`,
    `for (const [n, h] of Object.entries({ x: this.f })) ${go("n", "h")}`,
    "x",
  ),
  name(
    "an index",
    loop,
    `const n = ["x", "y"]; for (let i = 0; i < n.length; i++) ${go("n[i]!")}`,
    `const n = ["x", "y"]; for (const one of n) ${go("one")}`,
    "x",
    "y",
  ),
  name(
    "a list that comes later",
    loop,
    `const n = await Promise.resolve(["x"]); n.forEach((one) => ${go("one").slice(0, -1)});`,
    `const n = ["x"]; n.forEach((one) => ${go("one").slice(0, -1)});`,
    "x",
  ),
  {
    title: "a helper that is given what nobody knows",
    code: "MQ1010",
    hint: literal,
    wrong: { code: `this.add(settings.id);`, members: `${f}add(n: string) { ${go("n")} }` },
    right: { code: `this.add("x");`, members: `${f}add(n: string) { ${go("n")} }` },
    handlers: [F("x")],
  },
  {
    title: "a helper that nobody calls",
    code: "MQ1010",
    hint: /^call the function from onInit, with a literal or a constant for the name$/,
    wrong: { code: "", members: `${f}add(n: string) { ${go("n")} }` },
    right: { code: `this.add("x");`, members: `${f}add(n: string) { ${go("n")} }` },
    handlers: [F("x")],
  },
  {
    title: "names that have to stay unknown",
    code: "MQ1010",
    hint: literal,
    wrong: { code: go("settings.id"), members: f },
    right: { code: go("settings.id"), members: `/** @rpc x */\n${f}` },
    handlers: [F("x")],
  },
  {
    title: "register as a value",
    code: "MQ1010",
    hint: /^call it here, or write \/\*\* @rpc name \*\/ above the handlers$/,
    wrong: { code: `later(this.server.registerGO.bind(this.server));`, members: f, above: later() },
    right: { code: `later(() => {}); ${go(`"x"`)}`, members: f, above: later() },
    handlers: [F("x")],
  },
  {
    title: "a spread of something unknown",
    code: "MQ1013",
    hint: /^spread a constant list, or write the name and the handler$/,
    wrong: {
      code: `this.server.registerGO(...pair);`,
      members: f,
      above: "declare const pair: [string, () => void];",
    },
    right: { code: `this.server.registerGO(...(["x", this.f] as const));`, members: f },
    handlers: [F("x")],
  },
  {
    title: "a function that never gets the server",
    code: "MQ1015",
    hint: /^call the function around it from onInit, with this or this\.server as an argument$/,
    wrong: { code: "", above: install() },
    right: { code: "install(this.server);", above: install() },
    handlers: [F("x")],
  },
  {
    title: "a name twice",
    code: "MQ1012",
    hint: /^remove one, or give it another name$/,
    wrong: { code: go(`"x"`) + go(`"x"`), members: f },
    right: { code: go(`"x"`) + go(`"y"`), members: f },
    handlers: [F("x"), F("y")],
  },
  {
    title: "one name with two signatures",
    code: "MQ1016",
    hint: /^give both functions the same parameters and result$/,
    wrong: { code: `if (settings.id) ${go(`"x"`)} else ${go(`"x"`, "() => 1")}`, members: f },
    right: {
      code: `if (settings.id) ${go(`"x"`)} else ${go(`"x"`, "(x: number) => `${x}`")}`,
      members: f,
    },
    handlers: [F("x")],
  },
  ...["HD_a/b", "HD_a+", "HD_#", "HD_\0", "HD_\ud800"].map((odd): Cure => ({
    title: `the name ${JSON.stringify(odd)}`,
    code: "MQ1011",
    hint: /^use a name without/,
    wrong: {
      code: go(JSON.stringify(odd)),
      members: "f(session: Session): void { void session; }",
    },
    right: { code: go(`"HD_ab"`), members: "f(session: Session): void { void session; }" },
    handlers: ["HD_ab(session): void"],
  })),
  ...["", "HD_"].map((empty): Cure => ({
    title: `no name: ${JSON.stringify(empty)}`,
    code: "MQ1011",
    hint: /^give it a name$/,
    wrong: {
      code: go(JSON.stringify(empty)),
      members: "f(session: Session): void { void session; }",
    },
    right: { code: go(`"HD_ab"`), members: "f(session: Session): void { void session; }" },
    handlers: ["HD_ab(session): void"],
  })),
  {
    title: "a reserved name",
    code: "MQ1014",
    hint: /^rename it$/,
    wrong: { code: go(`"then"`), members: f },
    right: { code: go(`"next"`), members: f },
    handlers: [F("next")],
  },
  handler(
    ["something that is no function", "MQ1020", /^pass a method, such as this\.login$/],
    `h = "text" as never;`,
    `h(): void {}`,
    "x(): void",
  ),
  handler(
    ["a parameter without a type", "MQ1021", /^annotate it, for example \(a: MoveRequest\)$/],
    `h = (a) => String(a);`,
    `h = (a: number) => String(a);`,
    "x(a: number): string",
  ),
  handler(
    ["overloads", "MQ1022", /^give it one signature, with a union type for what varies$/],
    `h(a: string): void; h(a: number): void; h(a: unknown) { void a; }`,
    `h(a: string | number): void { void a; }`,
    "x(a: union): void",
  ),
  handler(
    ["a generic handler", "MQ1023", /^use the types that it is called with/],
    `h<T>(a: T[]): T | null { return a[0] ?? null; }`,
    `h(a: string[]): string | null { return a[0] ?? null; }`,
    "x(a: array): union",
  ),
  handler(
    ["a result that is anything", "MQ1024", /^annotate the handler's result type$/],
    `h(a: string) { return JSON.parse(a); }`,
    `h(a: string): number { return Number(JSON.parse(a)); }`,
    "x(a: string): number",
  ),
  handler(
    ["no session", "MQ1030", /^declare it as \(session: Session, body: Body\), or drop the HD_$/],
    `h(body: number): void { void body; }`,
    `h(session: Session, body: number): void { void [session, body]; }`,
    "HD_x(session, body: number): void",
  ),
  handler(
    [
      "two bodies",
      "MQ1032",
      /^take one object with all of it: \(session: Session, \{ a, b \}: Body\)$/,
    ],
    `h(session: Session, a: number, b: number): void { void [session, a, b]; }`,
    `h(session: Session, { a, b }: { a: number; b: number }): void { void [session, a, b]; }`,
    "HD_x(session, arg1: object): void",
  ),
  handler(
    ["a session elsewhere", "MQ1031", /^make it the first parameter, or send its sessionId$/],
    `h(a: number, session: Session): void { void [session, a]; }`,
    `h(session: Session, a: number): void { void [session, a]; }`,
    "x(session, a: number): void",
  ),
];

function later(): string {
  return "function later(register: (name: string, handler: () => void) => void) { void register; }";
}

function install(): string {
  return `function install(server: HandlerServer) { server.registerGO("x", (x: number) => String(x)); } void install;`;
}

const before = readForms(
  cures.map(({ title, wrong }) => ({ title, ...wrong })),
  {},
);
const healed: Form[] = cures.map(({ title, right }) => ({ title, ...right }));
const after = readForms(healed, {});

suite("what can't be read says how to mend it", (test) => {
  for (const { title, code, hint, handlers } of cures) {
    test(`${title}: ${code}, until its cure is followed`, () => {
      const errors = before(title).diagnostics.filter(({ severity }) => severity === "error");
      assert.equal(
        errors.map((error) => error.code),
        [code],
        show(errors).join("\n"),
      );
      assert.match(errors[0]?.hint ?? "", hint);
      assert.equal(after(title).problems, []);
      assert.equal(after(title).handlers.map(shown), handlers);
    });
  }

  test("and then the project generates", async () => {
    using project = new SourceProject(formSources(healed));
    const { diagnostics, files } = await generate({
      project: path.join(project.root, "tsconfig.json"),
    });
    assert.equal(show(diagnostics), []);
    assert.ok(files.length > healed.length);
  });
});
