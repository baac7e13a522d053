import { resolve } from "node:path";
import * as fc from "fast-check";
import * as assert from "uvu/assert";
import { plainPath } from "../../../generator/disk/plain-path.ts";
import { suite } from "../../support/suite.ts";

suite("plain paths", (test) => {
  test("are what Node resolves", () => {
    const step = fc.constantFrom("", ".", "..", "...", ".git", "a", "a.", "..b", "c d");
    fc.assert(
      fc.property(fc.array(step, { maxLength: 6 }), fc.constantFrom("/", ""), (steps, start) => {
        const path = start + steps.join("/");
        assert.is(plainPath(path), resolve(path));
      }),
      { numRuns: 500 },
    );
  });
});
