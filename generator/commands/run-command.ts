import type { Command } from "commander";
import picocolors from "picocolors";
import type { Colors } from "../terminal/diagnostic-text.ts";
import { isColorful } from "../terminal/is-colorful.ts";
import { exitCodeOfFailure, problemsOf } from "../terminal/run-report.ts";

/** What a command found or did. */
export interface Outcome {
  exitCode: number;
  /** For tools: what `--json` prints, besides the exit code. */
  document: object;
  /** For people: the same in words, without a line break at the end. */
  text: (colors: Colors) => string;
}

/** Options of all commands that answer on standard output. */
export interface AnswerFlags {
  json?: boolean;
}

/** Adds the option that makes a command answer with JSON. */
export function withJsonFlag(command: Command): Command {
  return command.option("--json", "answer with one JSON document");
}

/** Does a command's work, tells what came of it, and sets the exit code. */
export async function runCommand(
  { json = false }: AnswerFlags,
  work: () => Outcome | Promise<Outcome>,
): Promise<void> {
  try {
    const { exitCode, document, text } = await work();
    const colors = picocolors.createColors(isColorful(process.stdout));
    process.stdout.write(json ? jsonText({ exitCode, ...document }) : `${text(colors)}\n`);
    process.exitCode = exitCode;
  } catch (error) {
    const problems = problemsOf(error);
    process.exitCode = exitCodeOfFailure(error);
    if (json) {
      const told = problems.map(({ code, message }) => ({ code, message }));
      process.stdout.write(jsonText({ exitCode: process.exitCode, problems: told }));
      return;
    }
    const colors = picocolors.createColors(isColorful(process.stderr));
    for (const { code, message, stack } of problems) {
      const label = colors.red(code === undefined ? "error" : `error ${code}`);
      process.stderr.write(`${label}: ${message}\n`);
      if (stack !== undefined && process.env["DEBUG"]) process.stderr.write(`${stack}\n`);
    }
  }
}

function jsonText(document: object): string {
  return `${JSON.stringify({ format: 1, ...document }, null, 2)}\n`;
}
