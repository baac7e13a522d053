import fs from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import * as assert from "uvu/assert";
import { diagnosticCodes, explainCode } from "../../../generator/diagnostic-codes.ts";
import { suite } from "../../support/suite.ts";
import { moduleSource, readSources, show, type Sources } from "./sources.ts";

const generator = fileURLToPath(new URL("../../../generator/", import.meta.url));

suite("diagnostic codes", (test) => {
  test("each code that the generator can report is explained, and no other", () => {
    const used = new Set<string>();
    for (const file of sourceFiles(generator)) {
      if (file.includes(`${path.sep}codes${path.sep}`)) continue;
      const text = fs.readFileSync(file, "utf8");
      for (const [, code = ""] of text.matchAll(/"(MQ\d{4})"/g)) used.add(code);
    }
    const explained = Object.keys(diagnosticCodes);
    assert.equal(
      [...used].filter((code) => !explained.includes(code)),
      [],
    );
    assert.equal(
      explained.filter((code) => !used.has(code)),
      [],
    );
  });

  test("an explanation has a title of one line and a text of sentences", () => {
    for (const [code, { title, text }] of Object.entries(diagnosticCodes)) {
      assert.match(code, /^MQ\d{4}$/);
      assert.ok(title.length < 80 && !title.includes("\n"), code);
      assert.match(text, /\.$/, code);
    }
  });

  test("a code is found in either case, and nothing else is", () => {
    assert.is(explainCode("mq1010"), diagnosticCodes["MQ1010"]);
    assert.is(explainCode("MQ1"), undefined);
    assert.is(explainCode("constructor"), undefined);
  });

  for (const [code, { wrong, right }] of Object.entries(diagnosticCodes)) {
    if (wrong === undefined || right === undefined) continue;
    test(`${code}: the wrong example leads to it, the right one to nothing`, () => {
      const found = readSources(project(wrong)).diagnostics;
      assert.ok(
        found.some((diagnostic) => diagnostic.code === code),
        `${code} is not among: ${show(found).join("; ")}`,
      );
      for (const { hint, message } of found) assert.ok(hint, `${message} has no hint`);
      assert.equal(show(readSources(project(right)).diagnostics), []);
    });
  }
});

/** An example is a file, statements of `onInit`, or members whose first is the handler. */
function project(example: string): Sources {
  if (example.includes("extends BaseModule")) {
    const imports = `import { BaseModule, type App, type HandlerServer, type ModuleSettings } from "mqant";\n`;
    return { "src/login.ts": imports + example };
  }
  if (/this\.server/.test(example)) return { "src/login.ts": moduleSource(example) };
  const [, name = ""] = /^(?:async )?(\w+)/.exec(example) ?? [];
  return {
    "src/login.ts": moduleSource(`this.server.registerGO("f", this.${name});`, example),
  };
}

function sourceFiles(folder: string): string[] {
  return fs
    .readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".ts"))
    .map((file) => path.join(folder, file));
}
