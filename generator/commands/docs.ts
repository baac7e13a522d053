import { Command } from "commander";
import { generate } from "../generate.ts";
import { printReport } from "../terminal/print-report.ts";
import { withProgress } from "../terminal/progress.ts";
import { reportOf, reportOfFailure } from "../terminal/run-report.ts";
import type { RunReport } from "../terminal/run-report.ts";
import { type ProjectFlags, withProjectFlags } from "./project-flags.ts";
import { type AnswerFlags, withJsonFlag } from "./run-command.ts";

interface DocsFlags extends ProjectFlags, AnswerFlags {
  out?: string;
  check?: boolean;
}

const examples = `
Writes index.html, one page that needs nothing else, and asyncapi.yaml. What they are called, the addresses
of gates, and whether handlers for modules stand there too, is told under "asyncapi" in mqant.config.*.

Examples of calls are what @example tags of handlers have as \`\`\`json blocks: the first is what is sent, a
second one the reply. They are checked against the contract; one that does not fit is MQ2020.

Examples:
  $ mqant-gen docs                  writes docs/index.html and docs/asyncapi.yaml
  $ mqant-gen docs -o public/api    somewhere else
  $ mqant-gen docs --check          for CI: fails if they are stale
`;

/** `mqant-gen docs`: a page about all modules, for people. */
export function docsCommand(): Command {
  return withJsonFlag(withProjectFlags(new Command("docs")))
    .description("write a page about all handlers, types and errors, and an AsyncAPI document")
    .option("-o, --out <folder>", "where they go (default: docs beside the tsconfig)")
    .option("--check", "compare only; exit with 3 if anything is stale")
    .addHelpText("after", examples)
    .action(run);
}

async function run({ project, config, out, json, check = false }: DocsFlags): Promise<void> {
  const cwd = process.cwd();
  const mode = check ? "check" : "write";
  const started = performance.now();
  let report: RunReport;
  try {
    const docs = out === undefined ? undefined : { out };
    const result = await withProgress((onProgress) =>
      generate({ project, config, cwd, check, only: ["docs"], docs, onProgress }),
    );
    report = reportOf(result, mode, performance.now() - started);
  } catch (error) {
    report = reportOfFailure(error, mode, performance.now() - started);
  }
  printReport(report, { cwd, format: json === true ? "json" : "pretty" });
}
