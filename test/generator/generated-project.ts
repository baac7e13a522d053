import fs from "node:fs";
import path from "node:path";
import * as assert from "uvu/assert";
import type { Disk } from "../../generator/disk/disk.ts";
import { runOnce } from "../../generator/generate.ts";
import { exitCodeOfDiagnostics } from "../../generator/terminal/run-report.ts";
import { installed, moduleSource, SourceProject, type Sources } from "./read/sources.ts";

/** Two modules, one file each, with a package mqant of their own. */
export const twoModules: Readonly<Record<"src/login.ts" | "src/chat.ts", string>> = {
  "src/login.ts": moduleSource(
    `this.server.registerGO("HD_In", this.in);`,
    "in(s: Session, body: { name: string }): void { void [s, body]; }",
  ),
  "src/chat.ts": moduleSource(
    `this.server.registerGO("count", this.count);`,
    "/** How many there are. */ count(room: string): number { return room.length; }",
    { type: "Chat" },
  ),
};

/** What a run said. */
export interface Said {
  exitCode: number;
  /** `MQ1060 tsconfig.json:1:1`, one a problem. */
  places: string[];
  messages: string;
  hints: string;
}

let output: Sources | undefined;

/** A project for which everything has been generated. */
export class GeneratedProject extends SourceProject {
  private constructor(sources: Sources) {
    super({ ...installed, ...twoModules, ...sources }, { compilerOptions: { paths: {} } });
  }

  static async with(sources: Sources = {}): Promise<GeneratedProject> {
    if (output === undefined) {
      using first = new GeneratedProject({});
      await runOnce({ cwd: first.root });
      output = first.output();
    }
    return new GeneratedProject({ ...sources, ...output });
  }

  /** The path of a file. */
  file(name: string): string {
    return path.join(this.root, name);
  }

  /** All generated files, byte for byte. */
  output(): Sources {
    const names = fs
      .readdirSync(this.root, { recursive: true, encoding: "utf8" })
      .filter((name) => /^(?:src\/generated\/|mqant\.lock)/.test(name))
      .filter((name) => fs.statSync(this.file(name)).isFile());
    return Object.fromEntries(
      names.map((name) => [name, fs.readFileSync(this.file(name), "latin1")]),
    );
  }

  /** Generates again. */
  async run(disk?: Disk): Promise<Said> {
    const { result } = await runOnce({ cwd: this.root }, disk === undefined ? {} : { disk });
    const { diagnostics } = result;
    return {
      exitCode: exitCodeOfDiagnostics(diagnostics),
      places: diagnostics.map(
        ({ code, location: { file, line, column } }) => `${code} ${file}:${line}:${column}`,
      ),
      messages: diagnostics.map(({ message }) => message).join("\n"),
      hints: diagnostics.map(({ hint = "no hint" }) => hint).join("\n"),
    };
  }

  /** Generates again, and makes sure that what was generated before is still there, and nothing else. */
  async fails(run: () => Promise<Said> = () => this.run()): Promise<Said> {
    const before = this.output();
    const said = await run();
    assert.equal(this.output(), before);
    return said;
  }
}
