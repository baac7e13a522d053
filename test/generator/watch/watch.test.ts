import { mkdirSync, renameSync, rmSync } from "node:fs";
import { basename } from "node:path";
import * as assert from "uvu/assert";
import { generate } from "../../../generator/generate.ts";
import { watchLine } from "../../../generator/terminal/watch-line.ts";
import { watch, type WatchRun } from "../../../generator/watch/watch.ts";
import { eventually } from "../../support/eventually.ts";
import { suite } from "../../support/suite.ts";
import { chatProject, ProjectFolder } from "../cli/project-folder.ts";

const chat = chatProject["src/chat.ts"] ?? "";

/** A module of another type, in a file of its own. */
const news = chat.replaceAll("Chat", "News");

const files = {
  ...chatProject,
  "tsconfig.json": (chatProject["tsconfig.json"] ?? "").replace(`"node"`, ""),
};

suite(
  "a watch",
  (test) => {
    test("generates after every change that counts, and after no other", async () => {
      using folder = new ProjectFolder(files);
      const runs: WatchRun[] = [];
      const watching = await watch({ cwd: folder.path, onRun: (run) => runs.push(run) });
      assert.equal(
        runs.map(({ result }) => result?.counts.modules),
        [1],
      );
      const steps: [title: string, edit: () => void, line: RegExp][] = [
        [
          "a type",
          () => folder.write("src/chat.ts", chat.replace("text: string", "text: number")),
          /^chat\.ts changed: 6 files written \(\d+ ms\)$/,
        ],
        [
          "an emitted file that is gone",
          () => rmSync(folder.file("src/generated/chat.client.ts")),
          /^chat\.client\.ts changed: 1 file written/,
        ],
        [
          "a new file",
          () => folder.write("src/news.ts", news),
          /^news\.ts changed: 9 files written/,
        ],
        [
          "a file with another name",
          () => renameSync(folder.file("src/news.ts"), folder.file("src/latest.ts")),
          /^latest\.ts, news\.ts changed: \d files written/,
        ],
        [
          "an error",
          () => folder.write("src/latest.ts", news.replace("{ text: string }", "any")),
          /^latest\.ts changed: 1 error, nothing written/,
        ],
        [
          "a syntax error",
          () => folder.write("src/latest.ts", `${news}}`),
          /^latest\.ts changed: /,
        ],
        ["a removed file", () => rmSync(folder.file("src/latest.ts")), /2 files removed/],
        [
          "a new folder",
          () => {
            mkdirSync(folder.file("src/more"));
            folder.write("src/more/news.ts", news);
          },
          /more changed: |news\.ts changed: /,
        ],
        [
          "a configuration that is new",
          () => folder.write("mqant.config.json", `{ "only": ["gate"] }`),
          /^mqant\.config\.json changed: /,
        ],
        [
          "a configuration that is wrong",
          () => folder.write("mqant.config.json", "{"),
          /^mqant\.config\.json changed: wrong settings, nothing written/,
        ],
        [
          "no configuration",
          () => rmSync(folder.file("mqant.config.json")),
          /^mqant\.config\.json changed: /,
        ],
        [
          "a configuration in parts",
          () => {
            folder.write("kinds.ts", `export const only = ["gate"];`);
            folder.write(
              "mqant.config.ts",
              `import { only } from "./kinds.ts";\nexport default { only };`,
            );
          },
          /mqant\.config\.ts changed: nothing to write/,
        ],
        [
          "one of its parts",
          () => folder.write("kinds.ts", `export const only = ["gate", "asyncapi"];`),
          /^kinds\.ts changed: 1 file written/,
        ],
        [
          "no configuration again",
          () => rmSync(folder.file("mqant.config.ts")),
          /^mqant\.config\.ts changed: /,
        ],
        [
          "a configuration that Node loads by itself",
          () => {
            folder.write("kinds.mjs", `export const unknownKeys = "reject";`);
            folder.write(
              "mqant.config.mjs",
              `import { unknownKeys } from "./kinds.mjs";\nexport default { unknownKeys };`,
            );
          },
          /mqant\.config\.mjs changed: /,
        ],
        [
          "a part of it",
          () => folder.write("kinds.mjs", `export const unknownKeys = "strip";`),
          /^kinds\.mjs changed: \d files written/,
        ],
        [
          "no configuration once more",
          () => rmSync(folder.file("mqant.config.mjs")),
          /^mqant\.config\.mjs changed: /,
        ],
        [
          "the tsconfig",
          () => folder.write("tsconfig.json", files["tsconfig.json"].replace("es2023", "es2022")),
          /^tsconfig\.json changed: nothing to write/,
        ],
      ];
      for (const [title, edit, line] of steps) {
        const before = runs.length;
        edit();
        // A step may be seen in two parts, such as a folder and the file in it.
        const isSeen = (): boolean => runs.slice(before).some((run) => line.test(watchLine(run)));
        await eventually(isSeen, title, 60_000).catch(async (error: unknown) => {
          await watching.close(); // or it would keep the runner
          const seen = runs.slice(before).map(watchLine).join("\n");
          throw new Error(`${title}: expected ${line}, saw ${seen}`, { cause: error });
        });
      }
      const last = runs.length;
      folder.write("notes.md", "nothing to do with it");
      await watching.close();
      assert.is(runs.length, last);
      // What the watch wrote is what a first run would.
      const { files: fresh } = await generate({ cwd: folder.path, check: true });
      assert.equal(
        fresh.filter(({ status }) => status !== "unchanged").map(({ path }) => basename(path)),
        [],
      );
    });
  },
  { timeoutMs: 300_000 },
);
