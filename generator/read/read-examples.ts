import type { ts } from "./compiler/compiler.ts";
import type { ExampleModel } from "../model.ts";
import type { Locator } from "./location.ts";
import { linesOf, readTags } from "./read-doc.ts";

/** A code block, with the language that it names. */
const block = /^[ \t]*```[ \t]*(\w*)[^\n]*\n([\s\S]*?)\n?^[ \t]*```/gm;

/** The examples of a handler that are JSON; those in other languages are for people alone. */
export function readExamples(declaration: ts.Node, locator: Locator): ExampleModel[] {
  return readTags(declaration, "example").flatMap(({ tag, text }) => {
    const blocks = [...text.matchAll(block)].filter(([, language]) => language === "json");
    const [sent, reply] = blocks.map(([, , json = ""]) => json);
    if (sent === undefined) return [];
    return [
      {
        doc: linesOf(text.slice(0, blocks[0]?.index)),
        sent,
        ...(reply === undefined ? {} : { reply }),
        location: locator.locate(tag),
      },
    ];
  });
}
