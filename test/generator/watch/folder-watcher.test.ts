import { mkdirSync, mkdtempSync, realpathSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { FolderWatcher } from "../../../generator/watch/folder-watcher.ts";
import { eventually } from "../../support/eventually.ts";
import { suite } from "../../support/suite.ts";

/** Folders on disk, and what a watcher told of them: names of files, or that it may be about any. */
class WatchedFolders implements Disposable {
  readonly root = realpathSync(mkdtempSync(join(tmpdir(), "mqant-folders-")));
  readonly #told: (string | undefined)[] = [];
  readonly #watcher = new FolderWatcher((file) => this.#told.push(file));

  constructor(...folders: string[]) {
    for (const folder of folders) mkdirSync(this.at(folder), { recursive: true });
    this.follow(...folders);
  }

  follow(...folders: string[]): void {
    this.#watcher.follow(new Set(folders.map((folder) => this.at(folder))));
  }

  at(file: string): string {
    return join(this.root, file);
  }

  /** Does something, and waits until that was told; `undefined` stands for any file. */
  async tells(step: () => void, ...files: (string | undefined)[]): Promise<void> {
    this.#told.length = 0;
    step();
    for (const file of files) {
      const wanted = file === undefined ? undefined : this.at(file);
      await eventually(() => this.#told.includes(wanted), `news of ${file ?? "any file"}`);
    }
  }

  write(file: string): void {
    writeFileSync(this.at(file), "text");
  }

  [Symbol.dispose](): void {
    this.#watcher.close();
    rmSync(this.root, { recursive: true, force: true });
  }
}

suite("a watcher of folders", (test) => {
  test("names files that come, change, get another name and go", async () => {
    using folders = new WatchedFolders("src");
    await folders.tells(() => folders.write("src/a.ts"), "src/a.ts");
    await folders.tells(() => folders.write("src/a.ts"), "src/a.ts");
    const rename = (): void => renameSync(folders.at("src/a.ts"), folders.at("src/b.ts"));
    await folders.tells(rename, "src/a.ts", "src/b.ts");
    await folders.tells(() => rmSync(folders.at("src/b.ts")), "src/b.ts");
  });

  test("names no file when a folder comes or goes, with all that is in it", async () => {
    using folders = new WatchedFolders("src", "src/in/deep");
    await folders.tells(() => mkdirSync(folders.at("src/more")), undefined);
    await folders.tells(() => renameSync(folders.at("src/in"), folders.at("out")), undefined);
  });

  test("goes on with a folder that was removed and is there again", async () => {
    using folders = new WatchedFolders("src", "src/in");
    await folders.tells(() => rmSync(folders.at("src/in"), { recursive: true }), undefined);
    await folders.tells(() => mkdirSync(folders.at("src/in")), undefined);
    await folders.tells(() => folders.write("src/in/a.ts"), "src/in/a.ts");
  });

  test("follows the name where another folder took the place of the one it watched", async () => {
    using folders = new WatchedFolders("src");
    const replace = (): void => {
      renameSync(folders.at("src"), folders.at("old"));
      mkdirSync(folders.at("src"));
    };
    await folders.tells(replace, undefined);
    await folders.tells(() => folders.write("src/a.ts"), "src/a.ts");
  });

  test("waits for folders that are not there yet", async () => {
    using folders = new WatchedFolders("src");
    folders.follow("src", "src/in");
    await folders.tells(() => mkdirSync(folders.at("src/in")), undefined);
    await folders.tells(() => folders.write("src/in/a.ts"), "src/in/a.ts");
  });
});
