import { readFileSync } from "node:fs";
import * as assert from "uvu/assert";
import { errorCodes } from "../../../generator/emit/error-codes.ts";
import { suite } from "../../support/suite.ts";

suite("codes of errors, as documents explain them", (test) => {
  test("are those of the runtime", () => {
    const source = readFileSync(new URL("../../../runtime/errors.ts", import.meta.url), "utf8");
    const [union = ""] = /export type RpcErrorCode =[^;]+;/.exec(source) ?? [];
    const codes = [...union.matchAll(/"(\w+)"/g)].map(([, code]) => code);
    assert.ok(codes.length > 10);
    assert.equal(Object.keys(errorCodes), codes);
  });
});
