import { fileURLToPath } from "node:url";
import { generate } from "mqant-gen";
import * as assert from "uvu/assert";
import { suite } from "../support/suite.ts";

const EXAMPLE = fileURLToPath(new URL("../../examples/chat/", import.meta.url));

suite("the chat's generated code", (test) => {
  test("is what mqant-gen writes for the sources as they are", async () => {
    const { files, diagnostics, counts } = await generate({ cwd: EXAMPLE, check: true });
    assert.equal(diagnostics, []);
    assert.equal([counts.modules, counts.handlers], [4, 10]);
    assert.equal(
      files.filter(({ status }) => status !== "unchanged").map(({ path }) => path),
      [],
    );
  });
});
