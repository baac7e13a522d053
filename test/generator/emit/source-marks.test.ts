import { SourceMap, type SourceMapPayload } from "node:module";
import * as assert from "uvu/assert";
import { isSourceMap, SourceMarks } from "../../../generator/emit/source-marks.ts";
import { suite } from "../../support/suite.ts";
import { at } from "./contract-builder.ts";

suite("marks of sources", (test) => {
  test("leave the text and become a map that Node can read", () => {
    const marks = new SourceMarks();
    const marked = `interface A {\n  ${marks.mark("first", at(10, 5))}(): void; ${marks.mark("登录", at(20, 7))}(): void;\n}\n`;
    const { text, map } = marks.extract(marked, "a.d.ts", (file) => `../${file}`);
    assert.is(text, "interface A {\n  first(): void; 登录(): void;\n}\n");

    const parsed = new SourceMap(JSON.parse(map) as SourceMapPayload);
    // Node counts from 0 here.
    const entry = (line: number, column: number) => {
      const found = parsed.findEntry(line, column);
      return "originalLine" in found
        ? [found.originalSource, found.originalLine, found.originalColumn]
        : undefined;
    };
    assert.equal(entry(1, 2), ["../src/chat.ts", 9, 4]);
    assert.equal(entry(1, 17), ["../src/chat.ts", 19, 6]);
  });

  test("end where the name ends", () => {
    const marks = new SourceMarks();
    const { map } = marks.extract(
      `${marks.mark("name", at(3, 1))}: string`,
      "a.d.ts",
      (file) => file,
    );
    const found = new SourceMap(JSON.parse(map) as SourceMapPayload).findEntry(0, 6);
    assert.is("originalColumn" in found && found.originalColumn, 4);
  });

  test("make maps that are known again", () => {
    const { map } = new SourceMarks().extract("text", "a.d.ts", (file) => file);
    assert.ok(isSourceMap(map));
    assert.not.ok(isSourceMap('{"version":3,"mappings":""}'));
  });
});
