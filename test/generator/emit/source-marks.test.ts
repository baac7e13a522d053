import { SourceMap, type SourceMapPayload } from "node:module";
import { addMapping, GenMapping, toEncodedMap } from "@jridgewell/gen-mapping";
import * as fc from "fast-check";
import * as assert from "uvu/assert";
import { isSourceMap, mapBlock, mark, SourceMarks } from "../../../generator/emit/source-marks.ts";
import { suite } from "../../support/suite.ts";
import { at } from "./contract-builder.ts";

/** The map of a marked text, as a library for source maps makes it. */
function mapByLibrary(marked: string): object {
  const map = new GenMapping({ file: "a.d.ts" });
  const generated = { line: 1, column: 0 };
  let place: number[] = [];
  let source = "";
  for (const [index, piece] of marked.split("\0").entries()) {
    if (index % 2 === 0) {
      const lines = piece.split("\n");
      generated.line += lines.length - 1;
      generated.column = (lines.length > 1 ? 0 : generated.column) + (lines.at(-1) ?? "").length;
      continue;
    }
    const starts = piece !== "end";
    if (starts) {
      const [file = "", ...numbers] = piece.split(":").reverse();
      source = file;
      place = numbers.reverse().map(Number);
    }
    const [line = 0, column = 0] = starts ? place : place.slice(2);
    addMapping(map, { generated, source, original: { line, column: column - 1 } });
  }
  const { version, file, sources, names, mappings } = toEncodedMap(map);
  return { version, file, sources, names, mappings, x_generator: "mqant-gen" };
}

suite("marks of sources", (test) => {
  test("leave the text and become a map that Node can read", () => {
    const marks = new SourceMarks();
    const marked = `interface A {\n  ${mark("first", at(10, 5))}(): void; ${mark("登录", at(20, 7))}(): void;\n}\n`;
    const { text, map } = marks.extract(marked, "a.d.ts", (file) => `../${file}`);
    assert.is(String(text), "interface A {\n  first(): void; 登录(): void;\n}\n");

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

  test("may be taken out of some lines first, wherever these come to stand", () => {
    const places = fc.record({
      name: fc.stringMatching(/^[a-z]{1,9}$/),
      before: fc.stringMatching(/^[a-z\n]{0,4}$/),
      place: fc.tuple(
        fc.constantFrom("a.ts", "b.ts"),
        fc.integer({ min: 1, max: 3000 }),
        fc.integer({ min: 1, max: 90 }),
      ),
    });
    const blocks = fc.array(fc.array(places, { maxLength: 5 }), { maxLength: 5 });
    fc.assert(
      fc.property(blocks, (all) => {
        const texts = all.map((names) => {
          const marked = names.map(({ name, before, place: [file, line, column] }) => {
            const end = { endLine: line, endColumn: column + name.length };
            return before + mark(name, { file, line, column, ...end });
          });
          return `${marked.join(" ")}\n`;
        });
        const marks = new SourceMarks();
        const placed = texts.map((text) => marks.place(mapBlock(text))).join("");
        const inBlocks = marks.extract(placed, "a.d.ts", (file) => file);
        const inOne = new SourceMarks().extract(texts.join(""), "a.d.ts", (file) => file);
        assert.is(String(inBlocks.text), String(inOne.text));
        assert.is(inBlocks.map, inOne.map);
        assert.is(inBlocks.map, `${JSON.stringify(mapByLibrary(texts.join("")))}\n`);
      }),
    );
  });

  test("end where the name ends", () => {
    const marks = new SourceMarks();
    const { map } = marks.extract(`${mark("name", at(3, 1))}: string`, "a.d.ts", (file) => file);
    const found = new SourceMap(JSON.parse(map) as SourceMapPayload).findEntry(0, 6);
    assert.is("originalColumn" in found && found.originalColumn, 4);
  });

  test("make maps that are known again", () => {
    const { map } = new SourceMarks().extract("text", "a.d.ts", (file) => file);
    assert.ok(isSourceMap(map));
    assert.not.ok(isSourceMap('{"version":3,"mappings":""}'));
  });
});
