import { Command, Option } from "commander";
import { outputKinds } from "../emit/plan-files.ts";
import type { OutputKind } from "../emit/plan-files.ts";
import { printReport } from "../terminal/print-report.ts";
import type { ReportFormat } from "../terminal/print-report.ts";
import { withProgress } from "../terminal/progress.ts";
import { reportOf, reportOfFailure } from "../terminal/run-report.ts";
import type { RunMode, RunReport } from "../terminal/run-report.ts";
import { withProjectFlags } from "./project-flags.ts";
import type { ProjectFlags } from "./project-flags.ts";

interface GenerateFlags extends ProjectFlags {
  out?: string;
  check?: boolean;
  dryRun?: boolean;
  only?: OutputKind[];
  format: ReportFormat;
  json?: boolean;
  profile?: boolean;
  cache: boolean;
  watch?: boolean;
}

/** What the help of the command ends with. */
export const generateExamples = `
Examples:
  $ mqant-gen                            writes src/generated from ./tsconfig.json
  $ mqant-gen -p server -o server/gen    another project, another folder
  $ mqant-gen --watch                    generates whenever something changes
  $ mqant-gen --check                    for CI: fails if anything is stale
  $ mqant-gen --only gate,lock           writes the gate client and the lock file
  $ mqant-gen --only asyncapi            describes the gate for other languages
  $ mqant-gen --check --format github    annotates the lines in a pull request

Exit codes: 0 fine, 1 errors in the sources, 2 wrong usage or configuration, 3 stale (--check)
`;

/** `mqant-gen generate`, which is what `mqant-gen` alone does. */
export function generateCommand(): Command {
  return withProjectFlags(new Command("generate"))
    .description("read the sources and write what changed (the default)")
    .option("-o, --out <folder>", "where emitted files go")
    .option("--check", "compare only; exit with 3 if anything is stale")
    .addOption(new Option("--dry-run", "list what would be written").conflicts("check"))
    .option("--only <outputs>", `some of ${outputKinds.join(",")}`, parseOutputs)
    .addOption(
      new Option("--format <format>", "how to report")
        .choices(["pretty", "json", "github"])
        .default("pretty"),
    )
    .addOption(new Option("--json", "the same as --format json").conflicts("format"))
    .addOption(
      new Option("-w, --watch", "go on, and generate whenever something changes").conflicts([
        "check",
        "dryRun",
      ]),
    )
    .option("--no-cache", "read everything, also what has not changed since the last run")
    .option("--profile", "tell how long each stage took")
    .addHelpText("after", generateExamples)
    .action(run);
}

function parseOutputs(list: string): OutputKind[] {
  // Checked with everything else, when all settings are there.
  return list.split(",").map((item) => item.trim()) as OutputKind[];
}

async function run(flags: GenerateFlags): Promise<void> {
  const { project, out, config, only, profile = false } = flags;
  const format = flags.json === true ? "json" : flags.format;
  const mode: RunMode =
    flags.check === true ? "check" : flags.dryRun === true ? "dry-run" : "write";
  const cwd = process.cwd();
  const started = performance.now();
  const elapsed = (): number => performance.now() - started;
  const options = { project, out, config, only, cwd };
  if (flags.watch === true) {
    const { watchAndTell } = await import("./watch-and-tell.ts");
    await watchAndTell(options, { format, profile });
    return;
  }
  let report: RunReport;
  try {
    const { runOnce } = await import("../generate.ts");
    const check = mode !== "write";
    const run = await withProgress((onProgress) =>
      runOnce({ ...options, check, onProgress }, { isLast: true }),
    );
    report = reportOf(run.result, mode, elapsed());
    if (mode === "write" && flags.cache && run.settings.cache) {
      const { rememberRun } = await import("../cache/remember-run.ts");
      rememberRun({ cwd, args: process.argv.slice(2) }, run, options, { format, profile });
    }
  } catch (error) {
    report = reportOfFailure(error, mode, elapsed());
  }
  printReport(report, { cwd, format, profile });
}
