import { execFileSync } from "node:child_process";
import * as assert from "uvu/assert";
import { ConfigError } from "../../../generator/config-error.ts";
import { diffProject, type DiffProjectOptions } from "../../../generator/diff-project.ts";
import { generate } from "../../../generator/generate.ts";
import { readLock } from "../../../generator/lock/read-lock.ts";
import { suite } from "../../support/suite.ts";
import { chatProject, ProjectFolder } from "../cli/project-folder.ts";

/** The project, with the lock file generated and committed. */
async function committed(config = "{}"): Promise<ProjectFolder> {
  const folder = new ProjectFolder({
    ...chatProject,
    ".gitignore": "node_modules\n",
    "mqant.config.json": config,
  });
  await lock(folder);
  git(folder, "init", "-q", "-b", "main");
  git(folder, "add", ".");
  git(folder, "commit", "-q", "-m", "first");
  return folder;
}

async function lock({ path }: ProjectFolder): Promise<void> {
  await generate({ cwd: path, only: ["lock"] });
}

function git(folder: ProjectFolder, ...args: string[]): void {
  const who = ["-c", "user.name=Ann", "-c", "user.email=ann@example.org"];
  execFileSync("git", [...who, ...args], { cwd: folder.path, stdio: "ignore" });
}

/** Changes what clients send. */
function edit(folder: ProjectFolder, body: string): void {
  const source = chatProject["src/chat.ts"] ?? "";
  folder.write("src/chat.ts", source.replace("{ text: string }", body));
}

/** Ids of changes, and of what nobody allowed. */
async function diff(
  { path }: ProjectFolder,
  options: DiffProjectOptions = {},
): Promise<{ changes: string[]; failing: string[]; unused: string[] } | undefined> {
  const { review } = await diffProject({ cwd: path, ...options });
  if (review === undefined) return undefined;
  return {
    changes: review.changes.map(({ id }) => id),
    failing: review.failing.map(({ id }) => id),
    unused: review.unused.map(({ change }) => change),
  };
}

async function wrongUsage(folder: ProjectFolder, options: DiffProjectOptions): Promise<string> {
  try {
    await diff(folder, options);
  } catch (error) {
    if (error instanceof ConfigError) return error.message;
    throw error;
  }
  throw new Error("it was right");
}

const ID = "MQ3040 Chat.HD_Say(message.to)";

suite(
  "a project's contract and an older one",
  (test) => {
    test("are compared, and nothing is written", async () => {
      using folder = await committed();
      const before = folder.read("mqant.lock.json");
      assert.equal(await diff(folder), { changes: [], failing: [], unused: [] });
      edit(folder, "{ text: string; to: string }");
      assert.equal(await diff(folder), { changes: [ID], failing: [ID], unused: [] });
      assert.equal((await diff(folder, { baseline: "main" }))?.failing, [ID]);
      assert.is(folder.read("mqant.lock.json"), before);
      // The contract is locked again; what is committed is still the older one.
      await lock(folder);
      assert.equal((await diff(folder))?.failing, [ID]);
      assert.equal((await diff(folder, { baseline: "mqant.lock.json" }))?.changes, []);
    });

    test("may differ where that is allowed, also when it is locked again, until it is old news", async () => {
      using folder = await committed();
      edit(folder, "{ text: string; to: string }");
      const reason = "no client is out yet";
      assert.equal((await diff(folder, { allow: [ID], reason }))?.failing, []);
      await lock(folder);
      const { allow } = readLock(folder.read("mqant.lock.json"), "mqant.lock.json");
      assert.equal(allow, [{ change: ID, reason }]);
      assert.equal(await diff(folder), { changes: [ID], failing: [], unused: [] });

      git(folder, "commit", "-q", "-a", "-m", "second");
      assert.equal(await diff(folder), { changes: [], failing: [], unused: [ID] });
      assert.equal(await diff(folder, { prune: true }), { changes: [], failing: [], unused: [] });
      assert.not.match(folder.read("mqant.lock.json"), "allow");
    });

    test("may differ in a named type, wherever it is mentioned", async () => {
      using folder = await committed();
      const named = (members: string): void => {
        edit(folder, "Note");
        folder.write(
          "src/chat.ts",
          `${folder.read("src/chat.ts")}\nexport interface Note { ${members} }\n`,
        );
      };
      named("text: string");
      await lock(folder);
      git(folder, "commit", "-q", "-a", "-m", "second");
      named("text: string; to: string");
      const allowed = await diff(folder, { allow: ["MQ3040 Note.to"], reason: "all send it" });
      assert.is(allowed?.changes.length, 1);
      assert.equal(allowed?.failing, []);
    });

    test("may differ in all that is breaking at once", async () => {
      using folder = await committed();
      edit(folder, "{ texts: string[]; to: string }");
      const all = await diff(folder, { allow: ["breaking"], reason: "a new protocol" });
      assert.is(all?.changes.length, 3);
      assert.equal(all?.failing, []);
    });

    test("are allowed to differ only where they do, where it hurts, and for a reason", async () => {
      using folder = await committed(`{ "unknownKeys": "strip" }`);
      edit(folder, "{ text: string; to?: string }");
      assert.match(await wrongUsage(folder, { allow: [ID] }), "--allow needs a reason");
      assert.match(await wrongUsage(folder, { reason: "x" }), "--reason belongs to --allow");
      const harmless = { allow: ["MQ3041 Chat.HD_Say(message.to)"], reason: "x" };
      assert.match(await wrongUsage(folder, harmless), "hurts nobody; there is nothing to allow");
      edit(folder, "{ text: string; to: string }");
      const misspelt = { allow: ["MQ3040 Chat.HD_Say(msg.to)"], reason: "x" };
      assert.match(await wrongUsage(folder, misspelt), `did you mean "${ID}"?`);
    });

    test("are not compared where the sources have errors, or the older one is damaged", async () => {
      using folder = await committed();
      folder.write("old.json", folder.read("mqant.lock.json").replace('"gate"', '"client"'));
      assert.match(
        await wrongUsage(folder, { baseline: "old.json" }),
        /^old\.json:\d+:\d+: modules\[0\]\.handlers\[0\]\.exposure: expected one of/,
      );
      edit(folder, "any");
      assert.is(await diff(folder), undefined);
    });
  },
  { timeoutMs: 120_000 },
);
