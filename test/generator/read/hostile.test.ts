import * as assert from "uvu/assert";
import { GeneratorError } from "../../../generator/generator-error.ts";
import { suite } from "../../support/suite.ts";
import {
  moduleSource,
  onlyHandler,
  onlyModule,
  places,
  readSources,
  readType,
  show,
} from "./sources.ts";

const names = [
  "__proto__",
  "constructor",
  "toString",
  'a"];process.exit()//',
  "*/ import('fs')",
  "`${process.exit()}`",
  "line\r\nbreak",
  "\u2028\u2029",
  "</script>",
  "ключ",
  "😀",
  "",
];

suite("hostile sources", (test) => {
  test("property names come through as they are", () => {
    const properties = names.filter((name) => name !== "__proto__");
    const members = properties.map((name) => `${JSON.stringify(name)}?: 1`).join("; ");
    const { type, result } = readType(`{ ${members} }`);
    assert.equal(show(result.diagnostics), []);
    assert.equal(type.kind === "object" && type.properties.map(({ name }) => name), properties);
  });

  test("a property called __proto__ is refused, in named types too", () => {
    const { result } = readType(
      "X",
      `export interface X { __proto__: string; constructor: number }`,
    );
    assert.equal(show(result.diagnostics), [
      "MQ1047 src/login.ts:2:22 Login.f(x.__proto__) does not travel: to JavaScript it is no property but the prototype",
    ]);
  });

  test("literals, keys of records, enum members and values too", () => {
    const literals = names.map((name) => JSON.stringify(name)).join(" | ");
    const { type } = readType(literals);
    const values =
      type.kind === "union" ? type.of.map((one) => one.kind === "literal" && one.value) : [];
    assert.equal(new Set(values), new Set(names));
    const { result } = readType(
      "E",
      `export enum E { ${names.map((name, index) => `${JSON.stringify(name || "empty")} = ${JSON.stringify(`${name}${index}`)}`).join(", ")} }`,
    );
    assert.equal(
      result.contract.types["src/login.ts#E"]?.origin.members?.map(({ name }) => name),
      names.map((name) => name || "empty"),
    );
  });

  test("files may be called anything", () => {
    const file = `src/it's "odd" \`\${x}\` файл */ (1).ts`;
    const result = readSources({
      [file]: moduleSource(`this.server.registerGO("f", this.f);`, "f(x: Odd): void { void x; }", {
        above: "export interface Odd { a: 1 }\n",
      }),
    });
    assert.equal(show(result.diagnostics), []);
    assert.equal(result.files, [file, "tsconfig.json"]);
    assert.equal(onlyModule(result).reads, [file]);
    assert.is(onlyHandler(result).declaredAt.file, file);
    assert.equal(Object.keys(result.contract.types), [`${file}#Odd`]);
  });

  test("types called like an object's members have entries of their own", () => {
    const { result } = readType(
      "[__proto__, constructor, toString]",
      "export interface __proto__ { a: 1 } export interface constructor { b: 1 } export interface toString { c: 1 }",
    );
    assert.equal(
      Object.values(result.contract.types)
        .map(({ name }) => name)
        .sort(),
      ["__proto__", "constructor", "toString"],
    );
  });

  test("nothing of the sources is run", () => {
    const global = globalThis as { hostile?: boolean };
    readSources({
      "src/login.ts": moduleSource(
        `this.server.registerGO((() => { globalThis.hostile = true; return "x"; })(), this.f);`,
        "f = (() => { (globalThis as any).hostile = true; return () => 1; })();",
      ),
      "src/generated/x.js": "globalThis.hostile = true;",
      "mqant.config.ts": "globalThis.hostile = true;",
    });
    assert.is(global.hostile, undefined);
  });

  test("constants in circles, and constants that double, end", () => {
    const doubling = Array.from(
      { length: 60 },
      (_, n) => `const d${n + 1} = \`\${d${n}}\${d${n}}\`;`,
    );
    const result = readSources({
      "src/login.ts": moduleSource(
        `this.server.registerGO(a, this.f); this.server.registerGO(d60, this.f);`,
        "f(): void {}",
        {
          above: `const a: string = b + ""; const b: string = a + ""; const d0: string = "x"; ${doubling.join(" ")}\n`,
        },
      ),
    });
    assert.equal(
      result.diagnostics.map(({ code }) => code),
      ["MQ1010", "MQ1010"],
    );
  });

  test("helpers that call each other in many ways end", () => {
    const members = Array.from(
      { length: 40 },
      (_, n) => `h${n}() { ${Array.from({ length: 40 }, (__, m) => `this.h${m}();`).join(" ")} }`,
    );
    const result = readSources({ "src/login.ts": moduleSource("this.h0();", members.join("\n")) });
    assert.equal(show(result.diagnostics), []);
  });

  test("a union of a thousand literals is read", () => {
    const { type } = readType(Array.from({ length: 1000 }, (_, n) => `"k${n}"`).join(" | "));
    assert.is(type.kind === "union" && type.of.length, 1000);
  });

  test("source text that is no TypeScript is refused with its place, and nothing beside it", () => {
    const sources = {
      "src/login.ts": moduleSource(`this.server.registerGO("f", () => 1);`),
      "src/broken.ts": "class extends BaseModule { register( ) ] } \0 `${",
      "src/empty.ts": "",
    };
    try {
      readSources(sources);
      assert.unreachable();
    } catch (error) {
      assert.instance(error, GeneratorError);
      assert.equal(places((error as GeneratorError).diagnostics), ["MQ1090 src/broken.ts:1:40"]);
    }
  });
});
