import * as fc from "fast-check";
import * as assert from "uvu/assert";
import { chunksOf, type FileText, PiecedText } from "../../generator/pieced-text.ts";
import { suite } from "../support/suite.ts";

function written(text: FileText): string {
  const chunks: Buffer[] = [];
  // A chunk may be gone when the next is asked for.
  for (const chunk of chunksOf(text)) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks).toString();
}

suite("a text in pieces", (test) => {
  test("is written as it would be in one, whatever the pieces' sizes", () => {
    const piece = fc
      .tuple(
        fc.constantFrom("a", "é", "登", "😀", "\n"),
        fc.constantFrom(0, 1, 999, 40_000, 87_381, 87_382, 300_000),
      )
      .map(([text, times]) => text.repeat(times));
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 8 }), (pieces) => {
        const text = pieces.join("");
        // Not by an assertion on the texts, which would print megabytes.
        assert.ok(written(new PiecedText(pieces)) === text);
        assert.ok(written(text) === text);
      }),
      { numRuns: 50 },
    );
  });
});
