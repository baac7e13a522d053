import { runInThisContext } from "node:vm";
import * as assert from "uvu/assert";
import { commentText, docComment, literal } from "../../../generator/emit/escape-text.ts";
import { suite } from "../../support/suite.ts";

const hostile = [
  'a"];process.exit(9)//',
  "it's",
  "`${process.exit(9)}`",
  "line\nbreak\r\nand\rmore",
  "separators \u2028 and \u2029",
  "</script><script>alert(1)</script>",
  "back\\slash\\",
  "nul \0 and bell \u0007 and delete \u007f",
  "__proto__",
  "登录 🎮 é",
  '"',
  "",
];

suite("literals of user text", (test) => {
  test("come back as they were when the literal is run", () => {
    for (const text of hostile) {
      const value: unknown = runInThisContext(`"use strict"; ${literal(text)}`);
      assert.is(value, text);
    }
  });

  test("stay on one line and can't end a script element", () => {
    for (const text of hostile) {
      // oxlint-disable-next-line no-control-regex -- these are what must not be there
      assert.not.match(literal(text), /[\u0000-\u001f\u007f\u2028\u2029]/);
      assert.not.ok(literal(text).includes("</"), literal(text));
    }
  });

  test("hold numbers and booleans too", () => {
    assert.is(literal(-1.5), "-1.5");
    assert.is(literal(true), "true");
  });
});

suite("comments with user text", (test) => {
  test("can't be ended from inside", () => {
    for (const text of [...hostile, '*/ import("fs") /*', "**//**/", "*\u2028/"]) {
      const lines = docComment([text, text]);
      const body = lines.join("\n").slice(2, -2);
      assert.not.ok(body.includes("*/"), body);
    }
  });

  test("have one entry per line of the source", () => {
    assert.equal(docComment(["first", "second\nthird"]), [
      "/**",
      " * first",
      " * second",
      " * third",
      " */",
    ]);
  });

  test("are one line if there is one, and none if there is nothing to say", () => {
    assert.equal(docComment(["Says it."]), ["/** Says it. */"]);
    assert.equal(docComment([]), []);
    assert.equal(docComment(["", "  "]), []);
  });

  test("end with the deprecation", () => {
    assert.equal(docComment([], "use login"), ["/** @deprecated use login */"]);
    assert.equal(docComment(["Old."], ""), ["/**", " * Old.", " *", " * @deprecated", " */"]);
  });

  test("don't speak to the compiler or to readers of source maps", () => {
    assert.not.match(commentText("@ts-expect-error"), /@ts-expect-error/);
    assert.not.match(commentText("@ts-nocheck"), /@ts-nocheck/);
    assert.not.match(commentText("//# sourceMappingURL=data:x"), /sourceMappingURL=/);
    assert.is(commentText("mail@ts-tools.org"), "mail@ts-tools.org");
  });
});
