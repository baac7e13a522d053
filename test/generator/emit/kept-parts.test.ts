import * as assert from "uvu/assert";
import { emitContext } from "../../../generator/emit/emit-context.ts";
import { KeptParts, type Parts } from "../../../generator/emit/kept-parts.ts";
import type { NamedType } from "../../../generator/model.ts";
import { contractWith, type TypeTable } from "../../../generator/type-table.ts";
import { suite } from "../../support/suite.ts";
import { idOf, namedType, number, object, options, ref, text } from "./contract-builder.ts";

/** A watch that emits for successive contracts, each made of these types. */
class Emitting {
  readonly #kept = new KeptParts();
  /** What was made, in order. */
  made: string[] = [];

  begin(types: TypeTable): Parts {
    this.made = [];
    return emitContext(contractWith({ modules: [], pushes: [] }, types), options, this.#kept).kept;
  }

  part(parts: Parts, name: string): string {
    return parts.of("part", idOf(name), () => {
      this.made.push(name);
      return `part of ${name}`;
    });
  }
}

const tableOf = (...types: NamedType[]): TypeTable =>
  new Map(types.map((type) => [idOf(type.name), type]));

const order = namedType("Order", object({ line: ref("Line") }));
const line = namedType("Line", object({ price: number }));
const otherLine = namedType("Line", object({ price: text }));
const page = namedType("Page", object({ number }));

suite("parts of the output", (test) => {
  test("are made again where a type changed that they need, and only there", () => {
    const watch = new Emitting();
    for (const [types, made] of [
      [tableOf(order, line, page), ["Order", "Page"]],
      [tableOf(order, otherLine, page), ["Order"]],
      [tableOf(order, otherLine, page), []],
    ] as const) {
      const parts = watch.begin(types);
      for (const name of ["Order", "Page"]) watch.part(parts, name);
      assert.equal(watch.made, made);
    }
  });

  test("are made again if what they need changed while nobody asked for them", () => {
    const watch = new Emitting();
    watch.part(watch.begin(tableOf(order, line)), "Order");
    watch.part(watch.begin(tableOf(order, otherLine)), "Line");
    const parts = watch.begin(tableOf(order, otherLine, page));
    watch.part(parts, "Order");
    assert.equal(watch.made, ["Order"]);
  });

  test("of many types are taken over together, and stay what they are one by one", () => {
    const watch = new Emitting();
    const all = (parts: Parts): readonly string[] =>
      parts.ofTypes("all", [idOf("Order"), idOf("Page")], () =>
        ["Order", "Page"].map((name) => watch.part(parts, name)),
      );
    const types = tableOf(order, line, page);
    const first = all(watch.begin(types));
    assert.equal(watch.made, ["Order", "Page"]);
    for (let run = 0; run < 3; run++) assert.is(all(watch.begin(types)), first);
    assert.equal(watch.made, []);
    all(watch.begin(tableOf(order, otherLine, page)));
    assert.equal(watch.made, ["Order"]);
  });
});
