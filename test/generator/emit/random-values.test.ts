import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { fileURLToPath, pathToFileURL } from "node:url";
import type { ModuleSchemas } from "mqant";
import type { GateTransport } from "mqant/client";
import * as fc from "fast-check";
import { ts } from "ts-morph";
import * as assert from "uvu/assert";
import { planFiles } from "../../../generator/emit/plan-files.ts";
import type { Contract, TypeModel } from "../../../generator/model.ts";
import { completeUnions } from "../../../generator/read/types/complete-unions.ts";
import { canTellApart } from "../../../generator/read/types/tell-apart.ts";
import { findPart } from "../../../generator/type-parts.ts";
import { encodeResult } from "../../../runtime/gate/reply-body.ts";
import { printType } from "../read/print-type.ts";
import { TypeDice } from "../read/type-dice.ts";
import { suite } from "../../support/suite.ts";
import { session } from "./checked-arguments.ts";
import { contractOf, handler, moduleOf } from "./contract-builder.ts";
import { valuesOf } from "./value-arbitrary.ts";

const folder = fileURLToPath(new URL("../../artefacts/random-values", import.meta.url));

const nowhere = (): undefined => undefined;

/** Types of a seed that a contract may have: no union in them is ambiguous. */
function randomTypes(seed: number, count: number): TypeModel[] {
  const dice = new TypeDice(seed);
  const types: TypeModel[] = [];
  while (types.length < count) {
    const type = dice.type(3);
    if (findPart(type, isUnusable) === undefined) types.push(type);
  }
  completeUnions(types, nowhere);
  return types;
}

function isUnusable(type: TypeModel): type is TypeModel {
  return (
    type.kind === "union" &&
    type.of.some((one) =>
      type.of.some((other) => one !== other && !canTellApart(one, other, nowhere)),
    )
  );
}

/** A module whose handler `HD_t0` takes and gives a value of the first type, and so on. */
function echoes(types: readonly TypeModel[]): Contract {
  const handlers = types.map((type, index) =>
    handler(`HD_t${index}`, {
      session: true,
      parameters: [{ name: "body", type, optional: false, rest: false }],
      result: type,
    }),
  );
  return contractOf({ modules: [moduleOf("Echo", handlers)] });
}

/** Writes what is emitted for a contract and loads it. */
async function load(
  contract: Contract,
  id: string,
): Promise<{ schemas: ModuleSchemas; gate: Gate }> {
  const out = `${folder}/${id}`;
  mkdirSync(out, { recursive: true });
  const options = { root: folder, out, extension: ".ts", version: "0.0.0" } as const;
  for (const { name, text } of planFiles(contract, ["schemas", "gate"], options)) {
    writeFileSync(`${out}/${name}`, String(text));
  }
  const url = (name: string): string => pathToFileURL(`${out}/${name}`).href;
  const { echoSchemas } = (await import(url("echo.schema.ts"))) as { echoSchemas: ModuleSchemas };
  const gate = (await import(url("gate.ts"))) as Gate; // what the template prints
  return { schemas: echoSchemas, gate };
}

interface Gate {
  GateClient: new (transport: GateTransport) => {
    echo: Record<string, (body: unknown) => Promise<unknown>>;
  };
}

/** A gate with a callee behind it: JSON there, checked arguments, JSON back. */
function echo(schemas: ModuleSchemas): GateTransport {
  return {
    request: async (_type, name, body) => {
      const sent: unknown = JSON.parse(JSON.stringify(body));
      const checked = schemas[name]?.args().safeParse([session, sent]);
      if (checked?.success !== true) throw new Error(JSON.stringify(checked?.error.issues));
      const reply = encodeResult(checked.data[1]);
      return (JSON.parse(reply) as { Result: unknown }).Result;
    },
    onPush: () => () => {},
  };
}

suite("random values of random types", (test) => {
  test("survive request and reply through generated code", async () => {
    const types = randomTypes(4711, 60);
    const { schemas, gate } = await load(echoes(types), "survival");
    const client = new gate.GateClient(echo(schemas));
    for (const [index, type] of types.entries()) {
      await fc.assert(
        fc.asyncProperty(valuesOf(type), async (value) => {
          const back = await client.echo[`t${index}`]?.(value);
          assert.equal(comparable(back), comparable(value), printType(type));
        }),
        { numRuns: 20, seed: 1, includeErrorInReport: true },
      );
    }
    rmSync(folder, { recursive: true, force: true });
  });

  test("are right or wrong to the schema as they are to the compiler", async () => {
    const types = randomTypes(1147, 400).filter((type) => findPart(type, isTrap) === undefined);
    assert.ok(types.length > 30, `${types.length} types`);
    const { schemas } = await load(echoes(types), "agreement");
    // Values of one type are tried on its neighbours: some fit, most don't.
    const trials = types.flatMap((_, index) =>
      [0, 1, 2, 3].flatMap((step) => {
        const other = types[(index + step) % types.length];
        if (other === undefined) return [];
        return fc
          .sample(valuesOf(other), { numRuns: 3, seed: step })
          .map((value) => ({ index, value }));
      }),
    );
    const lines = trials.map(({ index, value }) => `check<T${index}>(${JSON.stringify(value)});`);
    const wrong = wrongLines([
      "declare function check<T>(value: T): void;",
      ...types.map((type, index) => `type T${index} = ${printType(type)};`),
      ...lines,
    ]);
    let refused = 0;
    for (const [place, { index, value }] of trials.entries()) {
      const isRight = schemas[`HD_t${index}`]?.args().safeParse([session, value]).success;
      const line = 1 + types.length + place;
      assert.is(
        isRight,
        !wrong.has(line),
        `${printType(types[index] ?? { kind: "null" })}: ${lines[place]}`,
      );
      if (isRight !== true) refused++;
    }
    assert.ok(
      refused > 20 && refused < trials.length - 20,
      `${refused} of ${trials.length} refused`,
    );
    rmSync(folder, { recursive: true, force: true });
  });
});

/** What the compiler takes more loosely than any schema can, or writes in another form than JSON. */
function isTrap(type: TypeModel): type is TypeModel {
  switch (type.kind) {
    case "date":
    case "bytes":
    case "bigint":
      return true;
    case "object": // Arrays and plain objects have such properties too; `{}` takes nearly everything.
      return (
        type.properties.length === 0 ||
        type.properties.some(({ name }) => /^(constructor|0)$/.test(name))
      );
    case "record": // Arrays have numbers for keys.
      return type.key.kind === "number";
    case "union": {
      const objects = type.of.filter(({ kind }) => kind === "object" || kind === "record");
      return objects.length > 1 && type.discriminant === undefined;
    }
    default:
      return false;
  }
}

/** The lines of a source, from 0, that the compiler complains of. */
function wrongLines(lines: readonly string[]): Set<number> {
  const name = "/trials.ts";
  const source = ts.createSourceFile(name, lines.join("\n"), ts.ScriptTarget.ES2022, true);
  const host: ts.CompilerHost = {
    ...ts.createCompilerHost({}),
    getSourceFile: (file) => (file === name ? source : library(file)),
    getDefaultLibFileName: () => "/lib.d.ts",
    fileExists: (file) => file === name || file === "/lib.d.ts",
  };
  const options = { strict: true, noEmit: true, exactOptionalPropertyTypes: true, types: [] };
  const program = ts.createProgram([name], options, host);
  const found = program.getSemanticDiagnostics(source);
  return new Set(found.map(({ start = 0 }) => source.getLineAndCharacterOfPosition(start).line));
}

/** As much of the language as the trials need. */
function library(file: string): ts.SourceFile | undefined {
  if (file !== "/lib.d.ts") return undefined;
  const text = `interface Array<T> { length: number; [n: number]: T } interface ReadonlyArray<T> { readonly length: number; readonly [n: number]: T }
interface Object {} interface Function {} interface CallableFunction {} interface NewableFunction {} interface String { trim(): string } interface Number { toFixed(): string } interface Boolean { valueOf(): boolean } interface RegExp {} interface IArguments {}
type Partial<T> = { [P in keyof T]?: T[P] }; type Record<K extends keyof any, T> = { [P in K]: T }; type Readonly<T> = { readonly [P in keyof T]: T[P] };`;
  return ts.createSourceFile(file, text, ts.ScriptTarget.ES2022, true);
}

/** Bytes of either class as one; all else as it is. */
function comparable(value: unknown): unknown {
  if (value instanceof Uint8Array) return { bytes: [...value] };
  if (Array.isArray(value)) return value.map(comparable);
  if (typeof value !== "object" || value === null || value instanceof Date) return value;
  // Objects with a key `constructor` would be compared by it.
  return new Map(Object.entries(value).map(([key, item]) => [key, comparable(item)]));
}
