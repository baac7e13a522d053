import fs from "node:fs";
import path from "node:path";
import * as assert from "uvu/assert";
import { Disk } from "../../generator/disk/disk.ts";
import { runOnce } from "../../generator/generate.ts";
import { replaceFiles } from "../../generator/replace-files.ts";
import { watch, type WatchRun } from "../../generator/watch/watch.ts";
import { eventually } from "../support/eventually.ts";
import { suite } from "../support/suite.ts";
import { giveAway, unprivileged } from "../support/unprivileged.ts";
import { chatProject, ProjectFolder, startMqantGen, startsCommand } from "./cli/project-folder.ts";
import { GeneratedProject, twoModules } from "./generated-project.ts";

const chat = twoModules["src/chat.ts"];

/** Something that makes other output than there is. */
const changed = { "src/chat.ts": chat.replace("count(room", "count(place") };

/** Sets modes in a project, which then belongs to the user of `unprivileged`. */
function setModes(project: GeneratedProject, modes: Readonly<Record<string, number>>): void {
  const names = fs.readdirSync(project.root, { recursive: true, encoding: "utf8" });
  for (const name of [".", ...names]) giveAway(project.file(name));
  for (const [name, mode] of Object.entries(modes)) fs.chmodSync(project.file(name), mode);
}

suite("what may not be read", (test) => {
  const closed: [title: string, modes: Record<string, number>, place: string, message: RegExp][] = [
    ["a file", { "src/chat.ts": 0 }, "MQ1063 src/chat.ts:1:1", /can't be read: EACCES/],
    ["a folder", { "src/inner": 0 }, "MQ1063 src/inner:1:1", /can't be read: EACCES/],
    [
      "a folder whose names may be read, and nothing else",
      { "src/inner": 0o444 },
      "MQ1063 src/inner/more.ts:1:1",
      /is not there/,
    ],
    [
      "the tsconfig",
      { "tsconfig.json": 0 },
      "MQ1060 tsconfig.json:1:1",
      /tsconfig\.json can't be read: EACCES/,
    ],
    ["all sources", { src: 0 }, "MQ1060 tsconfig.json:1:1", /^src can't be read: EACCES/],
  ];
  for (const [title, modes, place, message] of closed) {
    test(`${title} ends the run, and the output stays`, async () => {
      using project = await GeneratedProject.with({ "src/inner/more.ts": "export {};" });
      setModes(project, modes);
      const said = await project.fails(() => unprivileged(() => project.run()));
      assert.equal(said.places, [place]);
      assert.match(said.messages, message);
      assert.not.match(said.hints, "no hint");
      assert.is(said.exitCode, 2);
      setModes(project, Object.fromEntries(Object.keys(modes).map((name) => [name, 0o755])));
    });
  }

  test("is looked at by a watch in silence, and read as soon as it may be", async () => {
    using project = await GeneratedProject.with({ "src/inner/more.ts": "export {};" });
    setModes(project, { "src/inner": 0 });
    const codes: string[] = [];
    const onRun = ({ result }: WatchRun): void => {
      codes.push(result?.diagnostics.map(({ code }) => code).join() ?? "no result");
    };
    await unprivileged(async () => {
      const watching = await watch({ cwd: project.root, onRun });
      try {
        project.write({ "src/chat.ts": changed["src/chat.ts"] });
        await eventually(() => codes.length === 2, "a run for another file");
        fs.chmodSync(project.file("src/inner"), 0o755);
        await eventually(() => codes.length === 3, "a run for the folder");
      } finally {
        await watching.close();
      }
    });
    assert.equal(codes, ["MQ1063", "MQ1063", ""]);
  });
});

suite("what may not be written", (test) => {
  const refused: [title: string, modes: Record<string, number>][] = [
    ["the output folder", { "src/generated": 0o555 }],
    ["the folder of the lock file", { ".": 0o555 }],
  ];
  for (const [title, modes] of refused) {
    test(`${title}: all of the output stays as it is`, async () => {
      using project = await GeneratedProject.with(changed);
      setModes(project, modes);
      const said = await project.fails(() => unprivileged(() => project.run()));
      assert.match(said.places.join(), /^MQ1064 /);
      assert.match(said.messages, /output can't be written: EACCES/);
      assert.match(said.hints, "let this user write there, or choose another output folder");
      assert.is(said.exitCode, 2);
    });
  }

  test("a folder of output that is a file stays a file", async () => {
    using project = await GeneratedProject.with();
    fs.rmSync(project.file("src/generated"), { recursive: true });
    project.write({ "src/generated": "notes" });
    const said = await project.fails();
    assert.equal(said.places, ["MQ1062 src/generated:1:1"]);
    assert.match(said.messages, "src/generated is a file");
    assert.is(fs.readFileSync(project.file("src/generated"), "utf8"), "notes");
  });

  test("files that have been replaced go back when another can't be, and new folders go away", () => {
    using folder = new ProjectFolder({ "a.ts": "old", "taken/inside.ts": "mine" });
    const names = fs.readdirSync(folder.path);
    assert.throws(
      () =>
        replaceFiles(
          ["a.ts", "new.ts", "deep/er/b.ts", "taken"].map((name) => ({
            path: folder.file(name),
            text: "new",
          })),
        ),
      /EISDIR|ENOTEMPTY|EEXIST|EPERM/,
    );
    assert.is(folder.read("a.ts"), "old");
    assert.equal(fs.readdirSync(folder.path), names);
  });
});

suite(
  "a full disk",
  (test) => {
    test("leaves the output as it is, and says what to do", async () => {
      using folder = new ProjectFolder(chatProject);
      await runOnce({ cwd: folder.path });
      const before = snapshot(folder);
      folder.write("src/chat.ts", longer(folder.read("src/chat.ts")));
      // No file may become larger than 8 KiB: the system refuses it as it does where there is no room.
      const { exitCode, stderr } = await startMqantGen(folder.path, [], {}, "ulimit -f 16");
      assert.match(stderr, /MQ1064\b.*EFBIG/);
      assert.match(stderr, "all files are as they were; make room on the disk");
      assert.is(exitCode, 2);
      assert.equal(snapshot(folder), before);
    });
  },
  startsCommand,
);

suite(
  "two runs at once",
  (test) => {
    test("into the same folder both go well, and leave nothing else", async () => {
      using folder = new ProjectFolder(chatProject);
      await runOnce({ cwd: folder.path });
      folder.write("src/chat.ts", longer(folder.read("src/chat.ts")));
      const runs = await Promise.all([1, 2].map(() => startMqantGen(folder.path, ["--no-cache"])));
      for (const { exitCode, stdout, stderr } of runs) {
        assert.match(stdout, "0 errors", stderr);
        assert.is(exitCode, 0);
      }
      const { result } = await runOnce({ cwd: folder.path, check: true });
      assert.ok(result.files.every(({ status }) => status === "unchanged"));
      assert.equal(
        Object.keys(snapshot(folder)).sort(),
        result.files.map((file) => path.relative(folder.path, file.path)).sort(),
      );
    });
  },
  startsCommand,
);

/** A disk on which something happens when a file is about to be read. */
class MovingDisk extends Disk {
  readonly #name: string;
  readonly #happens: (path: string) => void;

  constructor(name: string, happens: (path: string) => void) {
    super();
    this.#name = name;
    this.#happens = happens;
  }

  override readText(file: string): string | undefined {
    if (path.basename(file) === this.#name) this.#happens(file);
    return super.readText(file);
  }
}

suite("files that move while they are read", (test) => {
  test("one that is removed behind the look into its folder ends the run: its module is not lost", async () => {
    using project = await GeneratedProject.with();
    const gone = new MovingDisk("chat.ts", (file) => fs.rmSync(file, { force: true }));
    const said = await project.fails(() => project.run(gone));
    assert.equal(said.places, ["MQ1063 src/chat.ts:1:1"]);
    assert.match(said.hints, "run again if it was removed just now");
    // By the next run it is known to be gone.
    assert.equal((await project.run()).places, []);
    assert.not.ok("src/generated/chat.client.ts" in project.output());
  });

  test("one that changes behind its reading is read anew by the next run", async () => {
    using project = await GeneratedProject.with();
    const edit = (): void => project.write({ "src/chat.ts": changed["src/chat.ts"] });
    assert.equal(
      (await project.fails(() => project.run(new MovingDisk("login.ts", edit)))).places,
      [],
    );
    assert.equal((await project.run()).places, []);
    assert.match(project.output()["src/generated/chat.client.ts"] ?? "", "count(place: string");
  });
});

/** The same module with so many handlers that its output is. */
function longer(source: string): string {
  const registrations = Array.from(
    { length: 60 },
    (_, n) => `this.server.register("HD_Say${n}", this.say);`,
  );
  return source.replace("this.server", `${registrations.join("\n    ")}\n    this.server`);
}

/** All that was generated, and all else that lies there. */
function snapshot(folder: ProjectFolder): Record<string, string> {
  const names = fs.readdirSync(folder.file("src/generated")).map((name) => `src/generated/${name}`);
  return Object.fromEntries([...names, "mqant.lock.json"].map((name) => [name, folder.read(name)]));
}
