import { Command } from "commander";
import { examine } from "../doctor/examine.ts";
import type { Finding } from "../doctor/finding.ts";
import { resolveSettings } from "../settings.ts";
import type { Colors } from "../terminal/diagnostic-text.ts";
import { plural } from "../terminal/plural.ts";
import { exitCodes } from "../terminal/run-report.ts";
import { type ProjectFlags, withProjectFlags } from "./project-flags.ts";
import { type AnswerFlags, type Outcome, runCommand, withJsonFlag } from "./run-command.ts";

interface DoctorFlags extends ProjectFlags, AnswerFlags {
  out?: string;
}

const examples = `
Looks at versions, copies of mqant, the tsconfig, what is generated and whether it is used, and at git.
Exit code 1 if something is wrong; warnings don't count.

Examples:
  $ mqant-gen doctor             everything, with what to do
  $ mqant-gen doctor -p server   another project
  $ mqant-gen doctor --json      the same as data
`;

/** `mqant-gen doctor`: what is wrong around the sources. */
export function doctorCommand(): Command {
  return withJsonFlag(withProjectFlags(new Command("doctor")))
    .description("look for what is wrong with the set-up, and tell what to do")
    .option("-o, --out <folder>", "the folder with emitted files")
    .addHelpText("after", examples)
    .action((flags: DoctorFlags) => runCommand(flags, () => doctor(flags)));
}

async function doctor({ project, config, out }: DoctorFlags): Promise<Outcome> {
  const settings = await resolveSettings({ project, config, out, cwd: process.cwd() });
  const findings = await examine(settings);
  const count = (level: Finding["level"]): number =>
    findings.filter((finding) => finding.level === level).length;
  return {
    exitCode: count("problem") > 0 ? exitCodes.diagnostics : exitCodes.fine,
    document: { findings },
    text: (colors) =>
      [
        ...findings.map((finding) => findingText(finding, colors)),
        "",
        `${plural(count("problem"), "problem")}, ${plural(count("warning"), "warning")}`,
      ].join("\n"),
  };
}

function findingText({ check, level, message, cure }: Finding, colors: Colors): string {
  const paint = { fine: colors.green, warning: colors.yellow, problem: colors.red }[level];
  const head = `${paint(level.padEnd(7))}  ${colors.bold(check)}: ${message}`;
  return cure === undefined ? head : `${head}\n         ${colors.cyan(cure)}`;
}
