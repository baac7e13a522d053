import * as schemaHelpers from "mqant/schema";
import * as assert from "uvu/assert";
import * as z from "zod";
import { TypeComparison } from "../../../generator/diff/compare-types.ts";
import type { Verdict } from "../../../generator/diff/rule.ts";
import { changeRules, type ChangeCode } from "../../../generator/diff/rules/all-rules.ts";
import { TypeTable } from "../../../generator/diff/values.ts";
import { TypeGraph } from "../../../generator/emit/type-graph.ts";
import { ZodText } from "../../../generator/emit/zod-text.ts";
import type { TypeModel } from "../../../generator/model.ts";
import { suite } from "../../support/suite.ts";
import { contractOf } from "../emit/contract-builder.ts";
import { printType } from "../read/print-type.ts";
import { TypeDice } from "../read/type-dice.ts";
import { ValueDice } from "./value-dice.ts";

const PAIRS = 400;
const VALUES = 60;

/** The schema that is generated for a type; a closed one refuses keys that it doesn't know. */
function schemaOf(type: TypeModel, closed: boolean): z.ZodType {
  const text = new ZodText({
    graph: new TypeGraph(contractOf({})),
    helper: (name) => `helpers.${name}`,
    // Types are no part of what runs.
    type: () => "",
    schema: () => "",
    closed,
  }).of(type);
  // oxlint-disable-next-line typescript/no-implied-eval -- the text is what the generator emits
  const make = new Function("z", "helpers", `return ${text.replaceAll("<>", "")};`) as (
    zod: typeof z,
    helpers: typeof schemaHelpers,
  ) => z.ZodType;
  return make(z, schemaHelpers);
}

/** What a request with such a change does, in both directions. */
function judge(
  old: TypeModel,
  now: TypeModel,
  closed: boolean,
): { forth: Verdict; back: Verdict; codes: string[] } {
  const codes: ChangeCode[] = [];
  const tables = { old: new TypeTable({}), now: new TypeTable({}), same: new Set<string>() };
  new TypeComparison(tables, { old: closed, now: closed }, (code) => codes.push(code)).compare(
    { type: old },
    { type: now },
    "x",
  );
  const worst = (side: "oldCaller" | "newCaller"): Verdict => {
    const channel = closed ? "strict" : "request";
    const found = codes.map((code) => changeRules[code].in[channel]?.[side].verdict);
    return found.includes("breaking")
      ? "breaking"
      : found.includes("dangerous")
        ? "dangerous"
        : "compatible";
  };
  return { forth: worst("oldCaller"), back: worst("newCaller"), codes };
}

/** A value of the type that the schema refuses, if the dice find one. */
function refused(
  type: TypeModel,
  schema: z.ZodType,
  dice: ValueDice,
): { value: unknown } | undefined {
  for (let count = 0; count < VALUES; count++) {
    const value = dice.value(type);
    if (!schema.safeParse(value).success) return { value };
  }
  return undefined;
}

suite("what is told of requests agrees with the schemas", (test) => {
  for (const seed of [1, 2, 3, 4]) {
    const closed = seed % 2 === 0;
    const keys = closed ? "refused" : "dropped";
    test(`for ${PAIRS} pairs of types of seed ${seed}, other keys being ${keys}`, () => {
      const types = new TypeDice(seed * 7919);
      const values = new ValueDice(seed * 104_729);
      const counts = { compatible: 0, hurt: 0, unproven: [] as string[] };
      for (let count = 0; count < PAIRS; count++) {
        const old = withoutProto(types.type(3));
        const now = withoutProto(
          values.chance(8) ? types.type(2) : values.changed(old, () => types.type(1)),
        );
        const { forth, back, codes } = judge(old, now, closed);
        for (const [verdict, sent, received] of [
          [forth, old, now],
          [back, now, old],
        ] as const) {
          const found = refused(sent, schemaOf(received, closed), values);
          const pair = `${printType(sent)} → ${printType(received)} (${codes.join(", ")})`;
          if (verdict === "compatible") {
            counts.compatible++;
            assert.is(
              found,
              undefined,
              `${pair}: ${JSON.stringify(found?.value, plain)} is refused`,
            );
          } else {
            counts.hurt++;
            if (found === undefined) counts.unproven.push(pair);
          }
        }
      }
      assert.ok(counts.compatible > PAIRS / 4 && counts.hurt > PAIRS / 4, JSON.stringify(counts));
      // The dice miss a value now and then: an optional one inside an optional list.
      assert.ok(counts.unproven.length < counts.hurt / 20, counts.unproven.join("\n"));
    });
  }
});

/** zod passes over a property named `__proto__`. */
function withoutProto(type: TypeModel): TypeModel {
  const keep = (_key: string, value: unknown): unknown =>
    Array.isArray(value)
      ? value.filter((item) => (item as { name?: unknown } | null)?.name !== "__proto__")
      : value;
  return JSON.parse(JSON.stringify(type, keep)) as TypeModel;
}

function plain(_key: string, value: unknown): unknown {
  return typeof value === "bigint" ? `${value}n` : value;
}
