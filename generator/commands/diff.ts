import { Command, Option } from "commander";
import { ConfigError } from "../config-error.ts";
import { diffProject } from "../diff-project.ts";
import { diffGithub } from "../terminal/diff-github.ts";
import { diffText } from "../terminal/diff-text.ts";
import { githubReport } from "../terminal/github-report.ts";
import { withProgress } from "../terminal/progress.ts";
import { exitCodes, reportOf } from "../terminal/run-report.ts";
import { failedSurvey } from "./failed-survey.ts";
import { type ProjectFlags, withProjectFlags } from "./project-flags.ts";
import { type AnswerFlags, type Outcome, runCommand, withJsonFlag } from "./run-command.ts";

interface DiffFlags extends ProjectFlags, AnswerFlags {
  against?: string;
  failOn: "breaking" | "dangerous";
  format?: "pretty" | "json" | "github";
  allow?: string[];
  reason?: string;
  prune?: boolean;
}

const examples = `
The sources as they are now are compared with a lock file: without a name with the one that git's HEAD has.
A change of a named type is told once, with the calls that it reaches; with --json it is told for each of them,
and "type" says which is which. Each change is judged for both pairings of a rolling deployment, old callers
with new callees and new callers with old callees. "mqant-gen explain MQ3044" says what a code means.

Examples:
  $ mqant-gen diff                                 what changed since the last commit
  $ mqant-gen diff main                            since the branch main, or any other git ref
  $ mqant-gen diff main...                         since this branch left main
  $ mqant-gen diff old/mqant.lock.json             since the contract in a file
  $ mqant-gen diff origin/main --format github     for CI: annotates a pull request
  $ mqant-gen diff --fail-on dangerous             fails also on what needs an order of deployment
  $ mqant-gen diff --allow 'MQ3005 Chat.HD_Who' --reason 'no client calls it since 2.4'
  $ mqant-gen diff --allow 'MQ3044 Profile.nick' --reason 'all send it'    wherever a named type reaches
  $ mqant-gen diff --allow breaking --reason 'all clients are updated with this release'

Allowances are kept in the lock file, which is to be committed with the change.

Exit codes: 0 fine, 1 errors in the sources, 2 wrong usage or configuration, 4 breaking change
`;

/** `mqant-gen diff`: what changed in the contract, and what that does to calls. */
export function diffCommand(): Command {
  return withJsonFlag(withProjectFlags(new Command("diff")))
    .description("tell what changed in the contract, and fail on what breaks callers")
    .argument("[baseline]", "a git ref or a lock file to compare with (default: git's HEAD)")
    .option("--against <baseline>", "the same as the argument")
    .addOption(
      new Option("--fail-on <verdict>", "the least that makes it fail")
        .choices(["breaking", "dangerous"])
        .default("breaking"),
    )
    .addOption(
      new Option("--format <format>", "how to report").choices(["pretty", "json", "github"]),
    )
    .option(
      "--allow <change>",
      "let a change pass, by its code and path (in a named type, if many are one), or all that are breaking or dangerous; may be repeated",
      (change: string, before: string[] | undefined) => [...(before ?? []), change],
    )
    .option("--reason <text>", "why it is allowed")
    .option("--prune", "forget what is allowed and not among the changes")
    .addHelpText("after", examples)
    .action((baseline: string | undefined, flags: DiffFlags) => {
      const json = flags.json === true || flags.format === "json";
      return runCommand({ json }, () => diff(baseline, flags));
    });
}

async function diff(argument: string | undefined, flags: DiffFlags): Promise<Outcome> {
  const { project, config, against, format, failOn, allow, reason, prune } = flags;
  if (argument !== undefined && against !== undefined) {
    const message = "--against says the same as the argument; give one of them";
    throw new ConfigError("command line", [{ path: "", message }]);
  }
  const cwd = process.cwd();
  const options = { project, config, cwd, failOn, allow, reason, prune };
  const { baseline, review, sources } = await withProgress((onProgress) =>
    diffProject({ ...options, baseline: argument ?? against, onProgress }),
  );
  if (review === undefined) {
    const failed = failedSurvey(sources, cwd);
    if (format !== "github") return failed;
    const report = reportOf(sources, "dry-run", 0);
    return { ...failed, text: () => githubReport(report, cwd).trimEnd() };
  }
  const { changes, counts, unused, failing } = review;
  const { name, commit } = baseline;
  const view = { root: sources.root, cwd, baseline: name };
  return {
    exitCode: failing.length > 0 ? exitCodes.breaking : exitCodes.fine,
    document: {
      baseline: { name, ...(commit === undefined ? {} : { commit }) },
      failOn,
      counts,
      changes,
      unusedAllowances: unused,
    },
    text: (colors) =>
      format === "github" ? diffGithub(review, view) : diffText(review, { ...view, colors }),
  };
}
