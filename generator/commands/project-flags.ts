import type { Command } from "commander";

/** Options of all commands that look at a project, as commander parses them. */
export interface ProjectFlags {
  project?: string;
  config?: string;
}

/** Adds the options that say which project it is. */
export function withProjectFlags(command: Command): Command {
  return command
    .option("-p, --project <file>", "the tsconfig.json of the sources, or its folder")
    .option(
      "-c, --config <file>",
      "the configuration file (default: mqant.config.* beside the tsconfig)",
    );
}
