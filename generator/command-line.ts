import { Command, CommanderError, Help } from "commander";
import { addCommand } from "./commands/add.ts";
import { cleanCommand } from "./commands/clean.ts";
import { docsCommand } from "./commands/docs.ts";
import { doctorCommand } from "./commands/doctor.ts";
import { diffCommand } from "./commands/diff.ts";
import { explainCommand } from "./commands/explain.ts";
import { generateCommand, generateExamples } from "./commands/generate.ts";
import { didYouMean } from "./did-you-mean.ts";
import { exitCodes } from "./terminal/run-report.ts";
import { initCommand } from "./commands/init.ts";
import { graphCommand } from "./commands/graph.ts";
import { listCommand } from "./commands/list.ts";
import { optimizeLater } from "./optimize-later.ts";
import { version } from "./version.ts";

/** The command line, ready to parse. */
function commandLine(): Command {
  const program = new Command("mqant-gen")
    .description("Writes typed code from the handlers that mqant modules register.")
    .version(version, "-V, --version")
    .exitOverride();
  const byDefault = generateCommand();
  program.addCommand(byDefault, { isDefault: true });
  program.addCommand(addCommand());
  program.addCommand(listCommand());
  program.addCommand(initCommand());
  program.addCommand(docsCommand());
  program.addCommand(doctorCommand());
  program.addCommand(diffCommand());
  program.addCommand(graphCommand());
  program.addCommand(explainCommand());
  program.addCommand(cleanCommand());
  program.helpCommand(false).addCommand(helpCommand(program));
  for (const command of program.commands) inheritSettings(command, program);
  byDefault.allowExcessArguments().hook("preAction", ({ args: [word] }) => {
    // The default command takes whatever is no command's name.
    if (word !== undefined) failUnknown(program, word);
  });
  // A watch runs long enough to have the time back.
  program.hook("preAction", (_program, command) => {
    if (command.opts<{ watch?: boolean }>().watch !== true) optimizeLater();
  });
  // What the default command takes, people look for here.
  program.configureHelp({
    visibleOptions: (command) =>
      command === program
        ? [...byDefault.options, ...new Help().visibleOptions(program)]
        : new Help().visibleOptions(command),
  });
  return program.addHelpText("after", generateExamples);
}

/** `mqant-gen help list` is `mqant-gen list --help`; commander's own has no suggestion for misspelt names. */
function helpCommand(program: Command): Command {
  return new Command("help")
    .description("tell how a command is used")
    .argument("[command...]", "such as list, or add module")
    .action((names: readonly string[]) => {
      let command = program;
      for (const name of names) {
        const inner = command.commands.find((one) => one.name() === name);
        command = inner ?? failUnknown(command, name);
      }
      command.outputHelp();
    });
}

/** Commands that are added ready-made inherit nothing by themselves. */
function inheritSettings(command: Command, parent: Command): void {
  command.copyInheritedSettings(parent);
  for (const inner of command.commands) inheritSettings(inner, command);
}

function failUnknown(program: Command, word: string): never {
  const known = program.commands.map((command) => command.name());
  program.error(`error: unknown command "${word}"${didYouMean(word, known)}`);
}

/** Runs the command of the process's arguments. */
export async function runCommandLine(): Promise<void> {
  try {
    await commandLine().parseAsync();
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    // Help and version end this way too. Commander has written its message.
    process.exitCode = error.exitCode === 0 ? exitCodes.fine : exitCodes.usage;
  }
}
