import { readFileSync } from "node:fs";
import * as assert from "uvu/assert";
import { asyncapiDocument } from "../../../../generator/emit/asyncapi/asyncapi-document.ts";
import { asyncapiText } from "../../../../generator/emit/asyncapi/asyncapi-text.ts";
import { installParser, officialParser } from "../../../support/official-parser.ts";
import { suite } from "../../../support/suite.ts";
import { goldenCases, goldenContract } from "./golden-contracts.ts";

const isInstalled = installParser();

suite(
  "AsyncAPI's official parser",
  (test) => {
    if (!isInstalled) {
      test.skip("everything", "@asyncapi/parser can't be installed");
      return;
    }

    test("finds nothing wrong with the chat's document", async () => {
      const file = new URL("../../../../examples/chat/generated/asyncapi.yaml", import.meta.url);
      assert.equal(await (await officialParser())(readFileSync(file, "utf8")), []);
    });

    test("finds nothing wrong with JSON", async () => {
      const contract = { modules: [], pushes: [], types: {} };
      const info = {
        title: "empty",
        version: "1.0.0",
        servers: {},
        internal: false,
        refusesUnknownKeys: true,
      };
      const text = asyncapiText(asyncapiDocument(contract, info), "a.json", "1.2.3");
      assert.equal(await (await officialParser())(text), []);
    });

    for (const name of goldenCases) {
      test(`finds nothing wrong with the golden case ${name}`, async () => {
        const info = {
          title: name,
          version: "1.0.0",
          servers: { "the gate": "wss://example.com:3653/mqtt" },
          internal: true,
          refusesUnknownKeys: true,
        };
        const document = asyncapiDocument(goldenContract(name), info);
        const parse = await officialParser();
        assert.equal(await parse(asyncapiText(document, "a.yaml", "1.2.3")), []);
      });
    }
  },
  { timeoutMs: 120_000 },
);
