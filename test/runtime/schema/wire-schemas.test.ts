import { inspect } from "node:util";
import { Session } from "mqant";
import type { RpcCaller } from "mqant";
import {
  bigint,
  branded,
  bytes,
  date,
  lazy,
  literal,
  optional,
  optionalArgument,
  session,
  template,
  undefinable,
  variant,
} from "mqant/schema";
import type { Assert, Same } from "mqant/schema";
import * as assert from "uvu/assert";
import * as z from "zod";
import { suite } from "../../support/suite.ts";

/** Only its type is looked at. */
declare enum Color {
  Red = "r",
}

function passes(schema: z.ZodType, value: unknown): boolean {
  return schema.safeParse(value).success;
}

suite("dates", (test) => {
  test("are values as modules send them, or texts as JSON holds them", () => {
    const now = new Date();
    assert.is(date.parse(now), now);
    assert.equal(date.parse(now.toISOString()), now);
    assert.equal(date.parse("2024-02-29T10:00:00+02:00"), new Date("2024-02-29T08:00:00Z"));
    assert.equal(date.parse("2024-02-29T10:00Z"), new Date("2024-02-29T10:00:00Z"));
  });

  test("survive JSON whatever the year is", () => {
    for (const value of [new Date(8.64e15), new Date(-8.64e15), new Date(0)]) {
      assert.equal(date.parse(JSON.parse(JSON.stringify(value))), value);
    }
  });

  test("are refused where the day doesn't exist, the zone is missing, or nothing is meant", () => {
    for (const value of [
      "2023-02-29T00:00:00Z",
      "2024-02-30T00:00:00Z",
      "2024-04-31T00:00:00Z",
      "2024-13-01T00:00:00Z",
      "2024-01-01T25:00:00Z",
      "2024-01-01T00:00:00",
      "2024-01-01",
      "",
      "now",
      0,
      null,
      undefined,
      {},
      new Date(Number.NaN),
    ]) {
      assert.not.ok(passes(date, value), inspect(value));
    }
  });

  test("say what was expected and where", () => {
    const issue = z.object({ at: date }).safeParse({ at: "x" }).error?.issues[0];
    assert.equal(issue?.path, ["at"]);
    assert.is(issue?.message, "expected a Date or an ISO date-time text");
  });
});

suite("bytes", (test) => {
  test("are values, or base64 of either alphabet", () => {
    const value = new Uint8Array([251, 255, 0]);
    assert.is(bytes.parse(value), value);
    for (const text of ["+/8A", "-_8A"]) assert.equal([...bytes.parse(text)], [251, 255, 0]);
    assert.equal([...bytes.parse("AQ==")], [1]);
    assert.equal([...bytes.parse("AQ")], [1]);
    assert.is(bytes.parse("").length, 0);
  });

  test("are refused where the text is no base64", () => {
    for (const value of ["A", "A===", "AQ=A", "a b", "ä", [1, 2], { 0: 1 }, null, undefined, 1]) {
      assert.not.ok(passes(bytes, value), inspect(value));
    }
  });
});

suite("bigints", (test) => {
  test("are values, decimal texts, or numbers that are whole and exact", () => {
    assert.is(bigint.parse(5n), 5n);
    assert.is(bigint.parse("-12345678901234567890"), -12345678901234567890n);
    assert.is(bigint.parse(-7), -7n);
    assert.is(bigint.parse(Number.MAX_SAFE_INTEGER), 2n ** 53n - 1n);
    assert.is(bigint.parse(-0), 0n);
  });

  test("are refused where the number or text is not whole, not exact, or far too long", () => {
    for (const value of [
      "",
      "1.5",
      "0x10",
      " 1",
      "1n",
      "+1",
      1.5,
      2 ** 53,
      Number.NaN,
      Infinity,
      null,
      undefined,
      "9".repeat(1235),
    ]) {
      assert.not.ok(passes(bigint, value), inspect(value));
    }
    assert.ok(passes(bigint, "9".repeat(1234)));
  });
});

suite("sessions", (test) => {
  test("are made by the runtime; what looks like one is refused", () => {
    const snapshot = {
      sessionId: "1",
      userId: "u",
      serverId: "Gate001",
      network: "ws",
      ip: "::1",
      settings: {},
    };
    // No verb is called, so nothing is ever asked of the caller.
    const real = new Session(snapshot, "Gate@Gate001", {} as RpcCaller);
    assert.is(session.parse(real), real);
    for (const value of [snapshot, real.toJSON(), null, {}, "1"]) {
      assert.not.ok(passes(session, value));
    }
  });
});

suite("what may be absent", (test) => {
  test("is a property that is missing or undefined", () => {
    const schema = z.object({ a: optional(z.string()) });
    assert.equal(schema.parse({}), {});
    assert.is(schema.parse({ a: undefined }).a, undefined);
    assert.not.ok(passes(schema, { a: null }));
  });

  test("is an argument that is missing, undefined, or null in JSON", () => {
    const schema = z.tuple([z.string(), optionalArgument(z.number()), optionalArgument(date)]);
    assert.equal(schema.parse(["a"]), ["a"]);
    assert.equal(schema.parse(["a", null, "2024-01-01T00:00:00Z"]), [
      "a",
      undefined,
      new Date("2024-01-01T00:00:00Z"),
    ]);
    assert.not.ok(passes(schema, []));
    assert.not.ok(passes(schema, ["a", "1"]));
    assert.not.ok(passes(schema, ["a", 1, null, 1]));
  });

  test("is an argument before required ones", () => {
    const schema = z.tuple([undefinable(z.number()), z.string()]);
    assert.equal(schema.parse([undefined, "a"]), [undefined, "a"]);
    assert.equal(schema.parse([null, "a"]), [undefined, "a"]);
    assert.not.ok(passes(schema, ["a"]));
  });
});

suite("types that only the compiler sees", (test) => {
  test("are checked as the values they have", () => {
    assert.ok(passes(literal<"r" | 1>(["r", 1]), 1));
    assert.not.ok(passes(literal<"r">(["r"]), "g"));
    assert.ok(passes(template<`id-${number}`>("^id-\\d+$"), "id-1"));
    assert.not.ok(passes(template<`id-${number}`>("^id-\\d+$"), "id-x"));
    assert.is(branded<string & { brand: "Id" }>(z.string()).parse("a"), "a");
  });

  test("agree or say how they differ", () => {
    const proofs: [
      Assert<Same<{ a: "r"; b: Uint8Array }, { readonly a: Color.Red; b: Buffer }>>,
      Assert<Same<string[], readonly string[]>>,
      Assert<Same<Date | null, Date | null>>,
    ] = [true, true, true];
    const differences: [
      Same<{ a: string }, { a: string | number }>,
      Same<{ a: string | number }, { a: string }>,
      Same<string | undefined, string>,
      Same<unknown, string>,
    ] = [
      "the schema is narrower than the source type",
      "the schema is wider than the source type",
      "the schema is wider than the source type",
      "the schema is wider than the source type",
    ];
    assert.is(proofs.length + differences.length, 7);
  });
});

suite("schemas built on first use", (test) => {
  test("are made once, also if what is made is nothing", () => {
    let made = 0;
    const nothing = lazy(() => {
      made += 1;
      return undefined;
    });
    assert.is(made, 0);
    nothing();
    nothing();
    assert.is(made, 1);
  });

  test("may refer to each other in discriminated unions", () => {
    type Node = { kind: "leaf" } | { kind: "node"; next: Node };
    const inner: () => z.ZodType<Extract<Node, { kind: "node" }>> = lazy(() =>
      z.object({ kind: z.literal("node"), next: z.lazy(outer) }),
    );
    const outer: () => z.ZodType<Node> = lazy(() =>
      z.discriminatedUnion("kind", [z.object({ kind: z.literal("leaf") }), variant(inner)]),
    );
    assert.ok(passes(outer(), { kind: "node", next: { kind: "node", next: { kind: "leaf" } } }));
    assert.not.ok(passes(outer(), { kind: "node", next: { kind: "node" } }));
  });
});
