import * as assert from "uvu/assert";
import { suite } from "../../support/suite.ts";
import { moduleSource, onlyModule, readSources } from "./sources.ts";

/** For each type of the standard library: what it travels as, or the code that it gets. */
const rows: [type: string, expected: string, hint?: RegExp][] = [
  ["Date", "date"],
  ["Uint8Array", "bytes"],
  ["Uint8Array<ArrayBufferLike>", "bytes"],
  ["Map<string, 1>", "MQ1041", /Record/],
  ["ReadonlyMap<string, 1>", "MQ1041", /Record/],
  ["WeakMap<Date, 1>", "MQ1041", /Record/],
  ["Set<1>", "MQ1041", /array/],
  ["ReadonlySet<1>", "MQ1041", /array/],
  ["WeakSet<Date>", "MQ1041", /array/],
  ["Promise<1>", "MQ1043", /await/],
  ["PromiseLike<1>", "MQ1043", /await/],
  ["Iterable<1>", "MQ1043"],
  ["Iterator<1>", "MQ1043"],
  ["IterableIterator<1>", "MQ1043"],
  ["Generator<1>", "MQ1043"],
  ["AsyncIterable<1>", "MQ1043"],
  ["AsyncGenerator<1>", "MQ1043"],
  ["String", "MQ1040", /write string/],
  ["Number", "MQ1040", /write number/],
  ["Boolean", "MQ1040", /write boolean/],
  ["BigInt", "MQ1040", /write bigint/],
  ["Symbol", "MQ1040", /write symbol/],
  ["Int8Array", "MQ1040", /Uint8Array/],
  ["Uint8ClampedArray", "MQ1040", /Uint8Array/],
  ["Uint16Array", "MQ1040", /Uint8Array/],
  ["Float64Array", "MQ1040", /Uint8Array/],
  ["BigInt64Array", "MQ1040", /Uint8Array/],
  ["ArrayBuffer", "MQ1040", /Uint8Array/],
  ["SharedArrayBuffer", "MQ1040", /Uint8Array/],
  ["DataView", "MQ1040", /Uint8Array/],
  ["RegExp", "MQ1040", /plain data/],
  ["Error", "MQ1040", /plain data/],
  ["TypeError", "MQ1040", /plain data/],
  ["Function", "MQ1040"],
  ["Math", "MQ1040"],
  ["JSON", "MQ1040"],
  ["ArrayLike<1>", "MQ1040"],
  ["PropertyDescriptor", "MQ1040"],
  ["Intl.NumberFormat", "MQ1040"],
  ["ProxyHandler<Date>", "MQ1040"],
  ["WeakRef<Date>", "MQ1040"],
  ["AsyncDisposable", "MQ1040"],
  ["Object", "MQ1040"],
];

/** What the utility types come to, as kinds. */
const utilities: [type: string, kind: string][] = [
  ["Partial<A>", "object"],
  ["Required<A>", "object"],
  ["Readonly<A>", "object"],
  ["Pick<A, 'a'>", "object"],
  ["Omit<A, 'a'>", "object"],
  ["Record<string, A>", "record"],
  ["Exclude<'a' | 1, 1>", "literal"],
  ["Extract<'a' | 1, 1>", "literal"],
  ["NonNullable<string | null>", "string"],
  ["ReturnType<() => A>", "ref"],
  ["Parameters<(a: 1) => A>", "tuple"],
  ["Awaited<Promise<A>>", "ref"],
  ["Uppercase<'a'>", "literal"],
  ["InstanceType<new () => A>", "ref"],
  ["NoInfer<string>", "string"],
];

suite("types of the standard library", (test) => {
  const all = [...rows.map(([type]) => type), ...utilities.map(([type]) => type)];
  const result = readSources({
    "src/login.ts": moduleSource(
      all.map((_, index) => `this.server.registerGO("t${index}", this.t${index});`).join("\n"),
      all.map((type, index) => `t${index}(x: ${type}): void { void x; }`).join("\n"),
      { above: "export interface A { a: 1; b?: 2 }\n" },
    ),
  });
  const handlers = new Map(onlyModule(result).handlers.map((handler) => [handler.name, handler]));
  const typeOf = (index: number) => handlers.get(`t${index}`)?.parameters[0]?.type;

  for (const [index, [type, expected, hint]] of rows.entries()) {
    test(`${type} is ${expected}`, () => {
      const model = typeOf(index);
      assert.is(model?.kind === "bad" ? model.code : model?.kind, expected);
      if (model?.kind !== "bad") return;
      const diagnostics = result.diagnostics.filter(({ message }) =>
        message.startsWith(`Login.t${index}(x) `),
      );
      assert.is(diagnostics.length, 1);
      assert.match(diagnostics[0]?.hint ?? "", hint ?? /./);
    });
  }

  for (const [offset, [type, kind]] of utilities.entries()) {
    test(`${type} is evaluated`, () => assert.is(typeOf(rows.length + offset)?.kind, kind));
  }
});
