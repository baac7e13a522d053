import * as assert from "uvu/assert";
import { addInstance } from "../../../generator/conf/add-instance.ts";
import { suite } from "../../support/suite.ts";

const entry = (id: string, process = "development"): string =>
  `"Login": [{ "Id": "${id}", "ProcessID": "${process}" }]`;

suite("configuring one more module", (test) => {
  const cases: readonly (readonly [what: string, before: string, after: string])[] = [
    [
      "on a line of its own, with comments where they were",
      `{\n  "Module": {\n    "Chat": [{ "Id": "Chat001", "ProcessID": "p1" }] // talks\n    // no more\n  }\n}\n`,
      `{\n  "Module": {\n    "Chat": [{ "Id": "Chat001", "ProcessID": "p1" }], // talks\n    ${entry("Login001", "p1")}\n    // no more\n  }\n}\n`,
    ],
    [
      "with a trailing comma where there is one",
      `{\r\n\t"Module": {\r\n\t\t"Chat": [], /* none */\r\n\t},\r\n}\r\n`,
      `{\r\n\t"Module": {\r\n\t\t"Chat": [], /* none */\r\n\t\t${entry("Login001")},\r\n\t},\r\n}\r\n`,
    ],
    [
      "on one line",
      `{ "Module": { "Chat": [] } }`,
      `{ "Module": { "Chat": [], ${entry("Login001")} } }`,
    ],
    ["as the first", `{ "Module": {} }`, `{ "Module": { ${entry("Login001")} } }`],
    [
      "under an id that nobody has",
      `{ "Module": { "Chat": [{ "Id": "Login001" }] } }`,
      `{ "Module": { "Chat": [{ "Id": "Login001" }], ${entry("Login002")} } }`,
    ],
  ];
  for (const [what, before, after] of cases) {
    test(what, () => {
      assert.is(addInstance(before, "Login")?.text, after);
    });
  }

  test("not where it is, and not where there is no list of modules", () => {
    assert.is(addInstance(`{ "Module": { "Login": [] } }`, "Login"), undefined);
    assert.is(addInstance(`{}`, "Login"), undefined);
    assert.is(addInstance(`{ "Module": [] }`, "Login"), undefined);
    assert.is(addInstance(`no JSON`, "Login"), undefined);
  });
});
