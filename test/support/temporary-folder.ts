import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

/** A folder of a test's own that is removed when the test is over. */
export class TemporaryFolder implements AsyncDisposable {
  readonly path: string;

  private constructor(path: string) {
    this.path = path;
  }

  /** @param files - Relative names and what is in them. */
  static async with(files: Readonly<Record<string, string>> = {}): Promise<TemporaryFolder> {
    const folder = new TemporaryFolder(await mkdtemp(join(tmpdir(), "mqant-")));
    for (const [name, text] of Object.entries(files)) await folder.write(name, text);
    return folder;
  }

  /** The absolute path of a file in the folder. */
  file(name: string): string {
    return join(this.path, name);
  }

  /** Writes a file, with the folders above it. */
  async write(name: string, text: string): Promise<string> {
    const file = this.file(name);
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, text);
    return file;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await rm(this.path, { recursive: true, force: true });
  }
}
