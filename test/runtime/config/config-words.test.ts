import * as assert from "uvu/assert";
import { ConfigError } from "../../../runtime/config/config-error.ts";
import { pathText } from "../../../runtime/config/json-document.ts";
import { LineTable } from "../../../runtime/config/line-table.ts";
import { suggestion } from "../../../runtime/config/suggestion.ts";
import { suite } from "../../support/suite.ts";

suite("line table", (test) => {
  test("lines end with LF, CRLF or CR, and count from 1", () => {
    const lines = new LineTable("a\nb\r\nc\rd");
    assert.equal(
      [0, 1, 2, 3, 5, 6, 7].map((offset) => lines.at(offset)),
      [
        { line: 1, column: 1 },
        { line: 1, column: 2 },
        { line: 2, column: 1 },
        { line: 2, column: 2 },
        { line: 3, column: 1 },
        { line: 3, column: 2 },
        { line: 4, column: 1 },
      ],
    );
  });

  test("an empty text has one line", () => {
    assert.equal(new LineTable("").at(0), { line: 1, column: 1 });
  });
});

suite("suggestion", (test) => {
  const keys = ["Module", "Mqtt", "Rabbitmq", "Id"];

  test("finds what was meant, whatever the case", () => {
    assert.is(suggestion("modul", keys), "Module");
    assert.is(suggestion("RABITMQ", keys), "Rabbitmq");
    assert.is(suggestion("ID", keys), "Id");
  });

  test("prefers the nearest", () => {
    assert.is(suggestion("Mqt", ["Mqant", "Mqtt"]), "Mqtt");
  });

  test("says nothing where nothing is near", () => {
    assert.is(suggestion("Database", keys), undefined);
    assert.is(suggestion("", []), undefined);
    assert.is(suggestion("x".repeat(65), ["x".repeat(64)]), undefined);
  });
});

suite("path text", (test) => {
  test("reads as people write it", () => {
    assert.is(pathText([]), "");
    assert.is(pathText(["Module", "Chat", 0, "ProcessID"]), "Module.Chat[0].ProcessID");
    assert.is(pathText(["Module", "a b", 1]), 'Module["a b"][1]');
    assert.is(pathText(["", "x"]), '[""].x');
  });
});

suite("configuration error", (test) => {
  const problem = {
    file: "f",
    path: "a",
    expected: "x",
    found: "y",
    message: "expected x, found y",
  };

  test("one problem is one line", () => {
    const error = new ConfigError([{ ...problem, line: 3, column: 7 }]);
    assert.is(error.message, "f:3:7: a: expected x, found y");
    assert.is(error.stack, "ConfigError: f:3:7: a: expected x, found y");
    assert.is(error.name, "ConfigError");
  });

  test("several are listed by place", () => {
    const error = new ConfigError([
      { ...problem, line: 10, column: 1 },
      { ...problem, line: 9, column: 20 },
      { ...problem, line: 9, column: 3, path: "" },
    ]);
    assert.is(
      error.message,
      [
        "3 problems in f:",
        "  f:9:3: expected x, found y",
        "  f:9:20: a: expected x, found y",
        "  f:10:1: a: expected x, found y",
      ].join("\n"),
    );
  });
});
