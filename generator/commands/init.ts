import { relative, resolve } from "node:path";
import { Command, InvalidArgumentError } from "commander";
import { type AppValues, defaultValues, nameProblem, portProblem } from "../init/app-values.ts";
import { checkEmpty, initApp } from "../init/init-app.ts";
import { shownPath } from "../terminal/diagnostic-text.ts";
import { plural } from "../terminal/plural.ts";
import { exitCodes } from "../terminal/run-report.ts";
import { type AnswerFlags, type Outcome, runCommand, withJsonFlag } from "./run-command.ts";

interface InitFlags extends AnswerFlags, Partial<AppValues> {
  yes?: boolean;
}

const examples = `
On a terminal it asks for what no option says; elsewhere, and with --yes, it takes the defaults.

Examples:
  $ mqant-gen init my-app              asks, then writes a project into ./my-app
  $ mqant-gen init my-app --yes        asks nothing
  $ mqant-gen init . --http-port 80    into this folder, which has to be empty
`;

/** `mqant-gen init`: a project to begin with. */
export function initCommand(): Command {
  return withJsonFlag(new Command("init"))
    .description("write a new project: a gate, a module, a page, tests, CI")
    .argument("<folder>", "where to: a new or empty folder")
    .option("-y, --yes", "ask nothing")
    .option("--name <name>", "the package's name (default: the folder's)", checked(nameProblem))
    .option("--tcp-port <port>", "for clients by TCP (default: 3563)", parsePort)
    .option("--ws-port <port>", "for clients by WebSocket (default: 3653)", parsePort)
    .option("--http-port <port>", "for the page (default: 8080)", parsePort)
    .addHelpText("after", examples)
    .action((folder: string, flags: InitFlags) => runCommand(flags, () => init(folder, flags)));
}

async function init(given: string, { yes, json, ...flags }: InitFlags): Promise<Outcome> {
  const cwd = process.cwd();
  const folder = resolve(cwd, given);
  checkEmpty(folder);
  const proposed = { ...defaultValues(folder), ...flags };
  const asks =
    yes !== true && json !== true && Boolean(process.stdin.isTTY && process.stdout.isTTY);
  const values = asks ? await ask(proposed) : proposed;
  if (values === undefined) {
    return { exitCode: exitCodes.usage, document: {}, text: () => "" };
  }
  const files = initApp(folder, values);
  const steps = relative(cwd, folder) === "" ? [] : [`cd ${shellWord(shownPath(folder, cwd))}`];
  return {
    exitCode: exitCodes.fine,
    document: { folder: shownPath(folder, cwd), ...values, files },
    text: (colors) =>
      [
        `${colors.green("written")} ${plural(files.length, "file")} to ${shownPath(folder, cwd)}`,
        "",
        "Next:",
        ...[...steps, "npm install && npm start"].map((line) => `  ${line}`),
        "",
        `Then the page is at http://localhost:${values.httpPort}, and npm test runs the tests.`,
      ].join("\n"),
  };
}

async function ask(proposed: AppValues): Promise<AppValues | undefined> {
  // Loaded only here: no other command asks anything.
  const { askValues } = await import("../init/ask-values.ts");
  return await askValues(proposed);
}

/** A path as shells of all systems take it. */
function shellWord(path: string): string {
  return /^[\w./\\:@+-]+$/.test(path) ? path : `"${path.replace(/["$`]/g, "\\$&")}"`;
}

function parsePort(text: string): number {
  return Number(checked(portProblem)(text));
}

function checked(problem: (text: string) => string | undefined): (text: string) => string {
  return (text) => {
    const wrong = problem(text);
    if (wrong !== undefined) throw new InvalidArgumentError(wrong);
    return text;
  };
}
