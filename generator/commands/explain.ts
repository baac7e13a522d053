import { Command } from "commander";
import type { CodeExplanation } from "../codes/code-explanation.ts";
import { ConfigError } from "../config-error.ts";
import { diagnosticCodes, explainCode } from "../diagnostic-codes.ts";
import { didYouMean } from "../did-you-mean.ts";
import type { Colors } from "../terminal/diagnostic-text.ts";
import { exitCodes } from "../terminal/run-report.ts";
import { type AnswerFlags, type Outcome, runCommand, withJsonFlag } from "./run-command.ts";

const examples = `
Examples:
  $ mqant-gen explain MQ1010     what the code means, with wrong and right sources
  $ mqant-gen explain            all codes, one per line
`;

/** `mqant-gen explain`: what a diagnostic's code means. */
export function explainCommand(): Command {
  return withJsonFlag(new Command("explain"))
    .description("tell what the code of a problem means, and how to mend it")
    .argument("[code]", "such as MQ1010; without it all codes are listed")
    .addHelpText("after", examples)
    .action((code: string | undefined, flags: AnswerFlags) =>
      runCommand(flags, () => (code === undefined ? listCodes() : explain(code))),
    );
}

function explain(given: string): Outcome {
  const code = given.toUpperCase();
  const explanation = explainCode(code);
  if (explanation === undefined) {
    const hint = didYouMean(code, Object.keys(diagnosticCodes));
    throw new ConfigError("command line", [
      {
        path: "",
        message: `there is no code "${given}"${hint || "; mqant-gen explain lists all"}`,
      },
    ]);
  }
  return {
    exitCode: exitCodes.fine,
    document: { code, ...explanation },
    text: (colors) => explanationText(code, explanation, colors),
  };
}

function listCodes(): Outcome {
  const codes = Object.entries(diagnosticCodes).toSorted(([a], [b]) => (a < b ? -1 : 1));
  return {
    exitCode: exitCodes.fine,
    document: { codes: codes.map(([code, { title }]) => ({ code, title })) },
    text: (colors) => codes.map(([code, { title }]) => `${colors.cyan(code)}  ${title}`).join("\n"),
  };
}

/** How wide texts are set: what fits most terminals. */
const WIDTH = 80;

function explanationText(
  code: string,
  { title, text, wrong, right }: CodeExplanation,
  colors: Colors,
): string {
  const parts = [`${colors.cyan(code)}: ${colors.bold(title)}`, wrap(text)];
  if (wrong !== undefined) parts.push(`${colors.red("Wrong:")}\n\n${indent(wrong)}`);
  if (right !== undefined) parts.push(`${colors.green("Right:")}\n\n${indent(right)}`);
  return parts.join("\n\n");
}

function wrap(text: string): string {
  return text.split("\n").map(wrapLine).join("\n");
}

function wrapLine(text: string): string {
  const lines: string[] = [];
  for (const word of text.split(" ")) {
    const last = lines.at(-1);
    const longer = last === undefined ? word : `${last} ${word}`;
    if (last === undefined || longer.length > WIDTH) lines.push(word);
    else lines[lines.length - 1] = longer;
  }
  return lines.join("\n");
}

function indent(source: string): string {
  return source
    .split("\n")
    .map((line) => (line === "" ? "" : `    ${line}`))
    .join("\n");
}
