import { dirname } from "node:path";
import { Command } from "commander";
import type { ConfiguredModules } from "../conf/read-conf.ts";
import { findConf } from "../conf/find-conf.ts";
import { listProject } from "../project-list.ts";
import { resolveSettings } from "../settings.ts";
import { surveyProject } from "../survey.ts";
import { shownPath } from "../terminal/diagnostic-text.ts";
import { listText } from "../terminal/list-text.ts";
import { withProgress } from "../terminal/progress.ts";
import { exitCodes } from "../terminal/run-report.ts";
import { type ProjectFlags, withProjectFlags } from "./project-flags.ts";
import { failedSurvey, hasErrors } from "./failed-survey.ts";
import { type AnswerFlags, type Outcome, runCommand, withJsonFlag } from "./run-command.ts";

interface ListFlags extends ProjectFlags, AnswerFlags {
  conf?: string;
}

const examples = `
Calls are read from rpcInvoke and its like, and from methods of generated clients. The configuration is
looked for beside the tsconfig: server.json, server.conf, conf/server.json, conf/server.conf,
bin/conf/server.json; MQANT_CONF names it, too.

Examples:
  $ mqant-gen list                          handlers, who calls them, and what nobody calls
  $ mqant-gen list --conf cluster.json      compares the calls with this configuration
  $ mqant-gen list --json                   the same as data
`;

/** `mqant-gen list`: who registers what, and who calls it. */
export function listCommand(): Command {
  return withJsonFlag(withProjectFlags(new Command("list")))
    .description("list who registers what and who calls it")
    .option("--conf <file>", "the configuration that the program runs with")
    .addHelpText("after", examples)
    .action((flags: ListFlags) => runCommand(flags, () => list(flags)));
}

async function configuredIn(file: string): Promise<ConfiguredModules> {
  const { readConf } = await import("../conf/read-conf.ts");
  return readConf(file);
}

async function list({ project, config, conf }: ListFlags): Promise<Outcome> {
  const cwd = process.cwd();
  const settings = await resolveSettings({ project, config, cwd });
  // Looked for before the sources are read: a wrong name is told at once.
  const file = findConf(dirname(settings.project), { conf, cwd, env: process.env });
  const configured = file === undefined ? undefined : await configuredIn(file);
  const survey = await withProgress((onProgress) => surveyProject(settings, onProgress));
  if (hasErrors(survey)) return failedSurvey(survey, cwd);

  const { contract, calls, root } = survey;
  const found = listProject(contract, calls, configured);
  const shown = file && shownPath(file, cwd);
  return {
    exitCode: exitCodes.fine,
    document: { conf: shown, ...found },
    text: (colors) => listText(found, { root, cwd, colors, conf: shown }),
  };
}
