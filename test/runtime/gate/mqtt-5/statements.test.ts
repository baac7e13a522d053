import { fileURLToPath } from "node:url";
import * as assert from "uvu/assert";
import { citedStatements } from "../../../support/cited-statements.ts";
import { suite } from "../../../support/suite.ts";
import { STATEMENTS } from "./statements.ts";

suite("the normative statements of MQTT 5", (test) => {
  test("each is cited by a test, or has a reason why not", async () => {
    const cited = await citedStatements(fileURLToPath(new URL(".", import.meta.url)));
    const tested = Object.keys(STATEMENTS).filter((id) => STATEMENTS[id] === true);
    assert.equal(cited, tested.toSorted());
  });
});
