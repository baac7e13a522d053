import { dirname } from "node:path";
import { Command } from "commander";
import { cleanOutput } from "../clean.ts";
import { posixRelative } from "../posix-path.ts";
import { resolveSettings } from "../settings.ts";
import { shownPath } from "../terminal/diagnostic-text.ts";
import { plural } from "../terminal/plural.ts";
import { exitCodes } from "../terminal/run-report.ts";
import { type ProjectFlags, withProjectFlags } from "./project-flags.ts";
import { type AnswerFlags, type Outcome, runCommand, withJsonFlag } from "./run-command.ts";

interface CleanFlags extends ProjectFlags, AnswerFlags {
  out?: string;
  lock?: boolean;
  dryRun?: boolean;
}

const examples = `
Only files that carry the generator's mark are removed, also left-over ones.

Examples:
  $ mqant-gen clean --dry-run     lists what would be removed
  $ mqant-gen clean               removes what was generated, and keeps mqant.lock.json
  $ mqant-gen clean --lock        removes the lock file too
  $ mqant-gen clean --out docs    removes what was generated there, or was before settings changed
`;

/** `mqant-gen clean`: removes what was generated. */
export function cleanCommand(): Command {
  return withJsonFlag(withProjectFlags(new Command("clean")))
    .description("remove what was generated")
    .option("-o, --out <folder>", "the folder with emitted files")
    .option("--lock", "remove the lock file too: what is allowed to break is written there")
    .option("--dry-run", "list what would be removed")
    .addHelpText("after", examples)
    .action((flags: CleanFlags) => runCommand(flags, () => clean(flags)));
}

async function clean({ project, config, out, lock, dryRun = false }: CleanFlags): Promise<Outcome> {
  const cwd = process.cwd();
  const settings = await resolveSettings({ project, config, out, cwd });
  const root = dirname(settings.project);
  const removed = cleanOutput({
    out: settings.out,
    lock: settings.lock,
    withLock: lock === true,
    root,
    dryRun,
  });
  return {
    exitCode: exitCodes.fine,
    document: { dryRun, removed: removed.map((path) => posixRelative(root, path)) },
    text: (colors) =>
      [
        ...removed.map((path) => {
          const shown = shownPath(path, cwd);
          return dryRun ? `would remove ${shown}` : `${colors.yellow("removed")} ${shown}`;
        }),
        `${plural(removed.length, "file")} ${dryRun ? "would be removed" : "removed"}`,
      ].join("\n"),
  };
}
