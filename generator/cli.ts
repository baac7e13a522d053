#!/usr/bin/env node
import { Command, CommanderError, Help, Option } from "commander";
import { didYouMean } from "./did-you-mean.ts";
import { generate } from "./generate.ts";
import { outputKinds } from "./emit/plan-files.ts";
import type { OutputKind } from "./emit/plan-files.ts";
import { githubReport } from "./terminal/github-report.ts";
import { jsonReport } from "./terminal/json-report.ts";
import { prettyReport } from "./terminal/pretty-report.ts";
import { Progress } from "./terminal/progress.ts";
import { exitCodes, reportOf, reportOfFailure } from "./terminal/run-report.ts";
import type { RunMode, RunReport } from "./terminal/run-report.ts";
import { version } from "./version.ts";

/** Options of `mqant-gen generate`, as commander parses them. */
interface GenerateFlags {
  project?: string;
  out?: string;
  config?: string;
  check?: boolean;
  dryRun?: boolean;
  only?: OutputKind[];
  format: "pretty" | "json" | "github";
  profile?: boolean;
}

const examples = `
Examples:
  $ mqant-gen                            writes src/generated from ./tsconfig.json
  $ mqant-gen -p server -o server/gen    another project, another folder
  $ mqant-gen --check                    for CI: fails if anything is stale
  $ mqant-gen --only gate,lock           writes the gate client and the lock file
  $ mqant-gen --check --format github    annotates the lines in a pull request

Exit codes: 0 fine, 1 errors in the sources, 2 wrong usage or configuration, 3 stale (--check)
`;

/** The command line, ready to parse. */
function commandLine(): Command {
  const program = new Command("mqant-gen")
    .description("Writes typed code from the handlers that mqant modules register.")
    .version(version, "-V, --version")
    .exitOverride();
  const generateCommand = program
    .command("generate", { isDefault: true })
    .description("read the sources and write what changed (the default)")
    .allowExcessArguments()
    .option("-p, --project <file>", "the tsconfig.json of the sources, or its folder")
    .option("-o, --out <folder>", "where emitted files go")
    .option(
      "-c, --config <file>",
      "the configuration file (default: mqant.config.* beside the tsconfig)",
    )
    .option("--check", "compare only; exit with 3 if anything is stale")
    .option("--dry-run", "list what would be written")
    .option("--only <outputs>", `some of ${outputKinds.join(",")}`, parseOutputs)
    .addOption(
      new Option("--format <format>", "how to report")
        .choices(["pretty", "json", "github"])
        .default("pretty"),
    )
    .option("--profile", "tell how long each stage took")
    .addHelpText("after", examples)
    .exitOverride()
    .action(async (flags: GenerateFlags, command: Command) => {
      const [word] = command.args;
      // The default command takes whatever is no command's name.
      if (word !== undefined) {
        const known = program.commands.map((command) => command.name());
        program.error(`error: unknown command "${word}"${didYouMean(word, known)}`);
      }
      await runGenerate(flags);
    });
  // What the default command takes, people look for here.
  program.configureHelp({
    visibleOptions: (command) =>
      command === program
        ? [...generateCommand.options, ...new Help().visibleOptions(program)]
        : new Help().visibleOptions(command),
  });
  return program.addHelpText("after", examples);
}

function parseOutputs(list: string): OutputKind[] {
  // Checked with everything else, when all settings are there.
  return list.split(",").map((item) => item.trim()) as OutputKind[];
}

async function runGenerate(flags: GenerateFlags): Promise<void> {
  const { project, out, config, only, profile = false, format } = flags;
  const mode: RunMode =
    flags.check === true ? "check" : flags.dryRun === true ? "dry-run" : "write";
  const cwd = process.cwd();
  const started = performance.now();
  const elapsed = (): number => performance.now() - started;
  const progress = new Progress(process.stderr);
  let report: RunReport;
  try {
    const result = await generate({
      project,
      out,
      config,
      only,
      cwd,
      check: mode !== "write",
      onProgress: (step) => progress.step(step),
    });
    report = reportOf(result, mode, elapsed());
  } catch (error) {
    report = reportOfFailure(error, mode, elapsed());
  } finally {
    progress.end();
  }
  if (format === "json") process.stdout.write(jsonReport(report));
  else if (format === "github") process.stdout.write(githubReport(report, cwd));
  else {
    const color = isColorful(process.stdout) && isColorful(process.stderr);
    const stacks = profile || Boolean(process.env["DEBUG"]);
    const text = prettyReport(report, { cwd, color, profile, stacks });
    process.stderr.write(text.stderr);
    process.stdout.write(text.stdout);
  }
  process.exitCode = report.exitCode;
}

/** https://no-color.org: any value but an empty one turns colours off. */
function isColorful(stream: NodeJS.WriteStream): boolean {
  // `isTTY` is undefined where it is no terminal, and then picocolors would decide by itself.
  return Boolean(stream.isTTY) && !process.env["NO_COLOR"] && process.env["TERM"] !== "dumb";
}

try {
  await commandLine().parseAsync();
} catch (error) {
  if (error instanceof CommanderError) {
    // Help and version end this way too. Commander has written its message.
    process.exitCode = error.exitCode === 0 ? exitCodes.fine : exitCodes.usage;
  } else {
    throw error;
  }
}
