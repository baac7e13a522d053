import * as assert from "uvu/assert";
import type { TypeModel } from "../../../generator/model.ts";
import { suite } from "../../support/suite.ts";
import { printType } from "./print-type.ts";
import { moduleSource, onlyModule, readSources } from "./sources.ts";
import { TypeDice } from "./type-dice.ts";

/** The model without what reading adds by looking at all of it. */
function plain(type: TypeModel): unknown {
  const keep = (key: string, value: unknown): unknown =>
    key === "discriminant" ? undefined : value;
  return JSON.parse(JSON.stringify(type, keep));
}

suite("round trip", (test) => {
  for (const seed of [1, 2, 3, 4]) {
    test(`300 types of seed ${seed}, printed as TypeScript, read as themselves`, () => {
      const dice = new TypeDice(seed * 7919);
      const types = Array.from({ length: 300 }, () => dice.type(4));
      const { contract, diagnostics } = readSources({
        "src/login.ts": moduleSource(
          types
            .map((_, index) => `this.server.registerGO("t${index}", this.t${index});`)
            .join("\n"),
          types
            .map((type, index) => `t${index}(x: ${printType(type)}): void { void x; }`)
            .join("\n"),
        ),
      });
      // Unions that can't be told apart are reported, and read nevertheless.
      const others = diagnostics.filter(({ code }) => code !== "MQ1045");
      assert.equal(others, []);
      const [module] = contract.modules;
      const read = new Map(
        module?.handlers.map((handler) => [handler.name, handler.parameters[0]?.type]),
      );
      for (const [index, type] of types.entries()) {
        const found = read.get(`t${index}`);
        const text = printType(type);
        assert.is(found && printType(found), text);
        assert.equal(found && plain(found), plain(type), text);
      }
    });
  }

  test("the same types behind names are the same", () => {
    const dice = new TypeDice(42);
    const types = Array.from({ length: 150 }, () => dice.type(3)).filter(
      ({ kind }) => kind === "object" || kind === "union" || kind === "tuple" || kind === "array",
    );
    const result = readSources({
      "src/dto.ts": types
        .map((type, index) => `export type T${index} = ${printType(type)};`)
        .join("\n"),
      "src/login.ts": moduleSource(
        `this.server.registerGO("f", this.f);`,
        `f(${types.map((_, index) => `x${index}: dto.T${index}`).join(", ")}): void {}`,
        { above: `import type * as dto from "./dto.ts";\n` },
      ),
    });
    const { parameters } = onlyModule(result).handlers[0] ?? { parameters: [] };
    for (const [index, type] of types.entries()) {
      const id = `src/dto.ts#T${index}`;
      assert.equal(parameters[index]?.type, { kind: "ref", id });
      const named = result.contract.types[id]?.type;
      assert.equal(named && plain(named), plain(type), printType(type));
    }
  });
});
