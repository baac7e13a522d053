import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import * as assert from "uvu/assert";
import { ConfigError } from "../../../generator/config-error.ts";
import { findBaseline, type Baseline } from "../../../generator/lock/baseline.ts";
import { suite } from "../../support/suite.ts";

/** A folder with a git repository, that goes away at the end of its block. */
class Repository implements Disposable {
  readonly path: string = realpathSync(mkdtempSync(join(tmpdir(), "mqant-baseline-")));

  constructor({ git = true }: { git?: boolean } = {}) {
    if (git) this.git("init", "-q", "-b", "main");
  }

  git(...args: string[]): void {
    const who = ["-c", "user.name=Ann", "-c", "user.email=ann@example.org"];
    execFileSync("git", [...who, ...args], { cwd: this.path, stdio: "ignore" });
  }

  /** Writes the lock file of the project in `server`, and commits it. */
  commit(text: string): void {
    this.write("server/mqant.lock.json", text);
    this.git("add", ".");
    this.git("commit", "-q", "-m", text);
  }

  write(file: string, text: string): void {
    mkdirSync(dirname(join(this.path, file)), { recursive: true });
    writeFileSync(join(this.path, file), text);
  }

  find(given?: string): Baseline {
    return findBaseline({
      given,
      lock: join(this.path, "server/mqant.lock.json"),
      cwd: this.path,
    });
  }

  /** What is wrong with a name. */
  error(given?: string): string {
    try {
      this.find(given);
    } catch (error) {
      if (error instanceof ConfigError) return error.message;
      throw error;
    }
    throw new Error("it was found");
  }

  [Symbol.dispose](): void {
    rmSync(this.path, { recursive: true, force: true });
  }
}

suite("a baseline", (test) => {
  test("is what HEAD has, whatever is on disk", () => {
    using repository = new Repository();
    repository.commit("first\n");
    repository.write("server/mqant.lock.json", "now\n");
    const { name, text, commit } = repository.find();
    assert.equal([name, text], ["git:HEAD", "first\n"]);
    assert.match(commit ?? "", /^[0-9a-f]{40}$/);
  });

  test("is what is on disk where nothing is committed", () => {
    using repository = new Repository();
    repository.write("server/mqant.lock.json", "now\n");
    assert.equal(repository.find(), { name: "mqant.lock.json", text: "now\n" });
  });

  test("is what is on disk where there is no repository", () => {
    using folder = new Repository({ git: false });
    folder.write("server/mqant.lock.json", "now\n");
    assert.equal(folder.find(), { name: "mqant.lock.json", text: "now\n" });
  });

  test("is named by branch, by tag, by age and as a file", () => {
    using repository = new Repository();
    repository.commit("first\n");
    repository.git("tag", "v1");
    repository.commit("second\n");
    repository.write("old.json", "file\n");
    assert.is(repository.find("main").text, "second\n");
    assert.is(repository.find("v1").text, "first\n");
    assert.is(repository.find("git:HEAD~1").text, "first\n");
    assert.equal(repository.find("old.json"), { name: "old.json", text: "file\n" });
  });

  test("is a file before it is a branch of that name, but for git: in front", () => {
    using repository = new Repository();
    repository.commit("committed\n");
    repository.git("branch", "old");
    repository.write("old", "file\n");
    assert.is(repository.find("old").text, "file\n");
    assert.is(repository.find("git:old").text, "committed\n");
  });

  test("is where this branch left another, if it is asked for", () => {
    using repository = new Repository();
    repository.commit("common\n");
    repository.git("checkout", "-q", "-b", "mine");
    repository.commit("mine\n");
    repository.git("checkout", "-q", "main");
    repository.commit("theirs\n");
    repository.git("checkout", "-q", "mine");
    assert.is(repository.find("main").text, "theirs\n");
    assert.is(repository.find("main...").text, "common\n");
  });

  test("that isn't there is told with what may have been meant", () => {
    using repository = new Repository();
    assert.match(repository.error(), "there is no mqant.lock.json to compare with");
    repository.git("commit", "-q", "--allow-empty", "-m", "empty");
    assert.match(repository.error("main"), "main has no mqant.lock.json where the project has it");
    assert.match(
      repository.error("mian"),
      `"mian" is neither a file nor a git ref; did you mean "main"?`,
    );
    assert.match(repository.error("origin/release-3"), "git fetch brings what only");
    assert.match(repository.error("--output=/tmp/x"), "is neither a file nor a git ref");
  });

  test("by a ref needs a repository", () => {
    using folder = new Repository({ git: false });
    folder.write("server/mqant.lock.json", "now\n");
    assert.match(folder.error("main"), /"main" is no file, and .*server is in no git repository/);
  });
});
