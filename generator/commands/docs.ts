import { Command, InvalidArgumentError } from "commander";
import { ConfigError } from "../config-error.ts";
import type { GateFlags } from "../examples/run-docs-examples.ts";
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
  gate?: string | true;
  username?: string;
  timeout: number;
}

const examples = `
Writes index.html, one page that needs nothing else, and asyncapi.yaml. What they are called, the addresses
of gates, and whether handlers for modules stand there too, is told under "asyncapi" in mqant.config.*.

Examples of calls are what @example tags of handlers have as \`\`\`json blocks: the first is what is sent, a
second one the reply. They are checked against the contract; one that does not fit is MQ2020.

With --gate, those of handlers for clients are also sent to a program that runs, and the page shows what they
get. That is kept in examples.json, to be committed with the page: without --gate nothing is run. An example
that fails is MQ2021. It takes the package mqtt. A password comes from MQANT_GATE_PASSWORD; handlers to begin
with, such as a login, are named under docs.first in mqant.config.*.

Examples:
  $ mqant-gen docs                  writes docs/index.html and docs/asyncapi.yaml
  $ mqant-gen docs -o public/api    somewhere else
  $ mqant-gen docs --check          for CI: fails if they are stale
  $ mqant-gen docs --gate ws://127.0.0.1:3653
                                    runs the examples, too
`;

/** `mqant-gen docs`: a page about all modules, for people. */
export function docsCommand(): Command {
  return withJsonFlag(withProjectFlags(new Command("docs")))
    .description("write a page about all handlers, types and errors, and an AsyncAPI document")
    .option("-o, --out <folder>", "where they go (default: docs beside the tsconfig)")
    .option("--check", "compare only; exit with 3 if anything is stale")
    .option(
      "--gate [address]",
      "run the examples at this gate (default: docs.gate of the configuration)",
    )
    .option("--username <name>", "who the gate is told we are (default: MQANT_GATE_USERNAME)")
    .option("--timeout <ms>", "how long to wait for each reply", parseTimeout, 5000)
    .addHelpText("after", examples)
    .action(run);
}

async function run(flags: DocsFlags): Promise<void> {
  const { project, config, out, gate, json, check = false } = flags;
  const cwd = process.cwd();
  const mode = check ? "check" : "write";
  const started = performance.now();
  let report: RunReport;
  try {
    const docs = out === undefined ? undefined : { out };
    const options = { project, config, cwd, check, only: ["docs"], docs } as const;
    const result = await withProgress(async (onProgress) => {
      if (gate === undefined) return await generate({ ...options, onProgress });
      const { runDocsExamples } = await import("../examples/run-docs-examples.ts");
      return await runDocsExamples({ ...options, onProgress }, gateOf(flags));
    });
    report = reportOf(result, mode, performance.now() - started);
  } catch (error) {
    report = reportOfFailure(error, mode, performance.now() - started);
  }
  printReport(report, { cwd, format: json === true ? "json" : "pretty" });
}

function gateOf({ gate, username, timeout, check }: DocsFlags): GateFlags {
  if (check === true) {
    throw new ConfigError("command line", [
      { path: "", message: "--gate writes what examples get; it does not go with --check" },
    ]);
  }
  return {
    ...(typeof gate === "string" ? { address: gate } : {}),
    username: username ?? process.env["MQANT_GATE_USERNAME"],
    // Command lines are seen by everybody on a machine.
    password: process.env["MQANT_GATE_PASSWORD"],
    timeoutMs: timeout,
  };
}

function parseTimeout(text: string): number {
  const milliseconds = Number(text);
  if (/^\d+$/.test(text) && milliseconds > 0) return milliseconds;
  throw new InvalidArgumentError("expected milliseconds");
}
