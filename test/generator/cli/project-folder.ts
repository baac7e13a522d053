import { spawn } from "node:child_process";
import {
  mkdtempSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { BUILT_COMMAND, builtPaths, freshBuild } from "../../support/fresh-build.ts";
import { runWarm } from "./warm-command.ts";

const checkout = fileURLToPath(new URL("../../..", import.meta.url));

/** A project in a temporary folder, gone when disposed of. */
export class ProjectFolder implements Disposable {
  readonly path: string = mkdtempSync(join(tmpdir(), "mqant-gen-"));

  /** @param files - Texts by path. In `node_modules` are the checkout's packages, and a cache of its own. */
  constructor(files: Readonly<Record<string, string>> = {}) {
    freshBuild();
    mkdirSync(this.file("node_modules"));
    for (const name of readdirSync(join(checkout, "node_modules"))) {
      if (name === ".cache") continue;
      symlinkSync(join(checkout, "node_modules", name), join(this.path, "node_modules", name));
    }
    for (const [name, text] of Object.entries(files)) this.write(name, text);
  }

  write(name: string, text: string): void {
    mkdirSync(dirname(this.file(name)), { recursive: true });
    writeFileSync(this.file(name), text);
  }

  read(name: string): string {
    return readFileSync(this.file(name), "utf8");
  }

  file(name: string): string {
    return join(this.path, name);
  }

  [Symbol.dispose](): void {
    rmSync(this.path, { recursive: true });
  }
}

/** For suites that start the command, which takes seconds, and longer where tests run side by side. */
export const startsCommand: { timeoutMs: number } = { timeoutMs: 120_000 };

/** What a run of the command left behind. */
export interface CommandResult {
  exitCode: number | null;
  stdout: string;
  stderr: string;
}

/** Runs the command in a folder, in a process that has run it before: loading the compiler takes seconds. */
export function mqantGen(folder: string, args: readonly string[]): Promise<CommandResult> {
  return runWarm(folder, args);
}

/**
 * Starts the command as it is shipped, in a folder, as people do. Neither stream is a terminal.
 *
 * @param before - What the shell does first, such as to set limits.
 */
export async function startMqantGen(
  folder: string,
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
  before = ":",
): Promise<CommandResult> {
  freshBuild();
  const words = [process.execPath, BUILT_COMMAND, ...args];
  const child = spawn("sh", ["-c", `${before} && exec "$@"`, "sh", ...words], {
    cwd: folder,
    env: { ...process.env, ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let stdout = "";
  let stderr = "";
  child.stdout.setEncoding("utf8").on("data", (chunk: string) => (stdout += chunk));
  child.stderr.setEncoding("utf8").on("data", (chunk: string) => (stderr += chunk));
  const exitCode = await new Promise<number | null>((resolve, reject) => {
    child.on("error", reject).on("close", resolve);
  });
  return { exitCode, stdout, stderr };
}

/** The sources of a small project with one module. */
export const chatProject: Readonly<Record<string, string>> = {
  "tsconfig.json": JSON.stringify({
    compilerOptions: {
      target: "es2023",
      lib: ["es2023", "esnext.disposable"],
      module: "nodenext",
      strict: true,
      types: ["node"],
      noEmit: true,
      allowImportingTsExtensions: true,
      skipLibCheck: true,
      paths: builtPaths,
    },
    include: ["src"],
  }),
  "src/chat.ts": `import { BaseModule } from "mqant";
import type { App, ModuleSettings, Session } from "mqant";

export class Chat extends BaseModule {
  override getType(): string {
    return "Chat";
  }
  override async onInit(app: App, settings: ModuleSettings): Promise<void> {
    await super.onInit(app, settings);
    this.server.register("HD_Say", this.say);
  }
  private say(session: Session, message: { text: string }): string {
    return session.userId + message.text;
  }
}
`,
};
