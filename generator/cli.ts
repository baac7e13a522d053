#!/usr/bin/env node
import { Command, CommanderError, Help } from "commander";
import { generateCommand, generateExamples } from "./commands/generate.ts";
import { didYouMean } from "./did-you-mean.ts";
import { exitCodes } from "./terminal/run-report.ts";
import { version } from "./version.ts";

/** The command line, ready to parse. */
function commandLine(): Command {
  const program = new Command("mqant-gen")
    .description("Writes typed code from the handlers that mqant modules register.")
    .version(version, "-V, --version")
    .exitOverride();
  const byDefault = generateCommand();
  program.addCommand(byDefault, { isDefault: true });
  for (const command of program.commands) command.copyInheritedSettings(program);
  byDefault.allowExcessArguments().hook("preAction", ({ args: [word] }) => {
    // The default command takes whatever is no command's name.
    if (word === undefined) return;
    const known = program.commands.map((command) => command.name());
    program.error(`error: unknown command "${word}"${didYouMean(word, known)}`);
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
