import { execFileSync } from "node:child_process";
import * as assert from "uvu/assert";
import { generate } from "../../../generator/generate.ts";
import { suite } from "../../support/suite.ts";
import {
  chatProject,
  mqantGen,
  ProjectFolder,
  startMqantGen,
  startsCommand,
} from "./project-folder.ts";

/** As much of the JSON answer as is looked at. */
interface Document {
  exitCode: number;
  baseline: { name: string; commit?: string };
  counts: Record<string, number>;
  changes: { id: string; location?: { file: string; line: number } }[];
}

suite(
  "mqant-gen diff",
  (test) => {
    test("answers in words, as JSON and as annotations, and exits with 4 where callers break", async () => {
      using folder = new ProjectFolder({ ...chatProject, ".gitignore": "node_modules\n" });
      await generate({ cwd: folder.path, only: ["lock"] });
      const git = (...args: string[]): void => {
        const who = ["-c", "user.name=Ann", "-c", "user.email=ann@example.org"];
        execFileSync("git", [...who, ...args], { cwd: folder.path, stdio: "ignore" });
      };
      git("init", "-q", "-b", "main");
      git("add", ".");
      git("commit", "-q", "-m", "first");
      const source = chatProject["src/chat.ts"] ?? "";
      folder.write(
        "src/chat.ts",
        source.replace("{ text: string }", "{ text: string; to: string }"),
      );

      const [words, json, github, misspelt] = await Promise.all([
        startMqantGen(folder.path, ["diff"]),
        mqantGen(folder.path, ["diff", "main", "--json"]),
        mqantGen(folder.path, ["diff", "--against", "main", "--format", "github"]),
        mqantGen(folder.path, ["diff", "mian"]),
      ]);
      assert.equal([words.exitCode, json.exitCode, github.exitCode], [4, 4, 4]);
      assert.match(words.stdout, "breaking MQ3040 Chat.HD_Say(message.to)");
      assert.match(words.stdout, "1 breaking, 0 dangerous");

      const answer = JSON.parse(json.stdout) as Document;
      assert.is(answer.exitCode, 4);
      assert.is(answer.baseline.name, "git:main");
      assert.is(answer.counts["breaking"], 1);
      assert.equal(
        answer.changes.map(({ id, location }) => `${id} ${location?.file}:${location?.line}`),
        ["MQ3040 Chat.HD_Say(message.to) src/chat.ts:12"],
      );

      assert.match(
        github.stdout,
        /^::error file=src\/chat\.ts,line=12,col=\d+,title=breaking MQ3040::/,
      );
      assert.is(misspelt.exitCode, 2);
      assert.match(misspelt.stderr, `did you mean "main"?`);
    });
  },
  startsCommand,
);
