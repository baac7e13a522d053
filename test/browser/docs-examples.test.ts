import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { fileURLToPath, pathToFileURL } from "node:url";
import * as assert from "uvu/assert";
import { recordingName } from "../../generator/examples/recording.ts";
import { runDocsExamples } from "../../generator/examples/run-docs-examples.ts";
import { generate } from "../../generator/generate.ts";
import { suite } from "../support/suite.ts";
import { TemporaryFolder } from "../support/temporary-folder.ts";
import { CHROMIUM, launchBrowser } from "./chat-page.ts";
import { ChatServer } from "./chat-server.ts";

const CHAT = fileURLToPath(new URL("../../examples/chat/", import.meta.url));

suite(
  "documentation with examples that were run",
  (test) => {
    if (!existsSync(CHROMIUM)) {
      test.skip("everything", `there is no browser at ${CHROMIUM}`);
      return;
    }

    test("shows what the running chat replied, and needs no server to be compared", async () => {
      await using folder = await TemporaryFolder.with({
        "chat.json": JSON.stringify({
          out: `${CHAT}generated`,
          lock: `${CHAT}mqant.lock.json`,
          docs: { out: "./docs", first: ["Login/HD_Login"] },
        }),
      });
      const options = { cwd: CHAT, config: folder.file("chat.json"), only: ["docs"] } as const;
      {
        await using server = await ChatServer.start();
        const gate = { address: server.mqttUrl, timeoutMs: 10_000 };
        const { files, diagnostics } = await runDocsExamples(options, gate);
        assert.equal(
          files.map(({ status }) => status),
          ["written", "written", "written"],
        );
        // Nobody of that name is in the room.
        assert.equal(
          diagnostics.map(({ code, message }) => `${code} ${message}`),
          [`MQ2021 an example of Chat/HD_Say failed with not_found: "bob" is not in this room`],
        );
      }
      const again = await generate({ ...options, check: true });
      assert.ok(again.files.every(({ status }) => status === "unchanged"));
      assert.equal(
        again.diagnostics.map(({ code }) => code),
        ["MQ2021"],
      );

      const browser = await launchBrowser();
      try {
        const page = await browser.newPage();
        await page.goto(pathToFileURL(folder.file("docs/index.html")).href);
        const said = page.locator("#Chat\\.HD_Say");
        assert.equal(await said.locator(".proof").allInnerTexts(), ["run", "run: not_found"]);
        const [, reply, , error] = await said.locator("pre").allInnerTexts();
        assert.match(reply ?? "", /"id": "[\da-f-]{36}"/);
        assert.match(error ?? "", `"Code": "not_found"`);
        const login = page.locator("#Login\\.HD_Login");
        assert.is(await login.locator(".proof").innerText(), "run");
      } finally {
        await browser.close();
      }
    });

    test("with a file of replies that is damaged is refused", async () => {
      await using folder = await TemporaryFolder.with({
        "chat.json": `{ "docs": { "out": "./docs" } }`,
        [`docs/${recordingName}`]: `{ "runs": [`,
      });
      const { diagnostics, files } = await generate({
        cwd: CHAT,
        config: folder.file("chat.json"),
        only: ["docs"],
      });
      assert.equal(files, []);
      assert.is(diagnostics[0]?.code, "MQ1062");
      assert.match(diagnostics[0]?.hint ?? "", "run npx mqant-gen docs --gate again");
      assert.is(await readFile(folder.file(`docs/${recordingName}`), "utf8"), `{ "runs": [`);
    });
  },
  { timeoutMs: 120_000 },
);
