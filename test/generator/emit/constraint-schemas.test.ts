import * as assert from "uvu/assert";
import { suite } from "../../support/suite.ts";
import { checked, mistake, session } from "./checked-arguments.ts";
import { goldenSchemas } from "./golden-module.ts";

const schemas = await goldenSchemas("constraints", "market");

const offer = {
  item: "ab-1",
  shop: "shop",
  price: 1000.5,
  count: 1,
  note: null,
  contact: null,
  until: "2026-01-31T10:00:00+01:00",
  tags: ["one"],
  code: "SALE-1",
};
const id = "8f14e45f-ceea-467f-9d2c-6a1d3b0c5e77";

suite("generated schemas with constraints", (test) => {
  test("let pass what keeps within them", () => {
    assert.equal(checked(schemas, "HD_Offer", [session, offer]), [session, offer]);
    const longest = {
      ...offer,
      note: "12345",
      hint: "12345",
      contact: "a@b.de",
      tags: ["one", "two", "three"],
    };
    assert.equal(checked(schemas, "HD_Offer", [session, longest]), [session, longest]);
    assert.equal(checked(schemas, "find", [id, 100, "one", "two"]), [id, 100, "one", "two"]);
    assert.equal(checked(schemas, "find", [id, null]), [id, undefined]);
  });

  const mistakes: Record<string, unknown>[] = [
    { item: "abcd-1" },
    { item: "ab-x" },
    { shop: "ab" },
    { shop: "a".repeat(21) },
    { price: -0.5 },
    { price: 1001 },
    { count: 0 },
    { count: 1.5 },
    { count: 2 ** 53 },
    { note: "123456" },
    { note: "12" },
    { hint: "ab" },
    { hint: "123456" },
    { contact: "nobody" },
    { until: "2026-02-30T10:00:00Z" },
    { until: "2026-01-31T10:00:00" },
    { tags: [] },
    { tags: ["one", "two", "three", "four"] },
    { code: "SALE-12345678" },
  ];
  for (const change of mistakes) {
    test(`refuse ${JSON.stringify(change)}`, () => {
      const [name] = Object.keys(change);
      assert.is(mistake(schemas, "HD_Offer", [session, { ...offer, ...change }]), `1.${name}`);
    });
  }

  test("hold the elements of a list to the constraints of their alias, and of the alias behind it", () => {
    for (const tag of ["ab", "12345678901"]) {
      assert.is(mistake(schemas, "HD_Offer", [session, { ...offer, tags: [tag] }]), "1.tags.0");
    }
  });

  test("hold parameters to those of their own comments", () => {
    assert.is(mistake(schemas, "find", ["no uuid"]), "0");
    assert.is(mistake(schemas, "find", [id, 0]), "1");
    assert.is(mistake(schemas, "find", [id, 2.5]), "1");
    assert.is(mistake(schemas, "find", [id, 1, "one", "two", "three"]), "");
    assert.is(mistake(schemas, "find", [id, 1, "no"]), "2");
  });
});
