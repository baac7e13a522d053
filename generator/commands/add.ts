import { Command } from "commander";
import type { Addition } from "../addition.ts";
import { generate } from "../generate.ts";
import { posixPath } from "../posix-path.ts";
import { resolveSettings, type Settings } from "../settings.ts";
import { type Colors, diagnosticText, shownPath } from "../terminal/diagnostic-text.ts";
import { isColorful } from "../terminal/is-colorful.ts";
import { plural } from "../terminal/plural.ts";
import { exitCodeOfDiagnostics, exitCodes } from "../terminal/run-report.ts";
import { type ProjectFlags, withProjectFlags } from "./project-flags.ts";
import { type AnswerFlags, type Outcome, runCommand, withJsonFlag } from "./run-command.ts";

interface AddFlags extends ProjectFlags, AnswerFlags {
  /** `false` with `--no-generate`. */
  generate: boolean;
}

interface ModuleFlags extends AddFlags {
  conf?: string;
}

interface HandlerFlags extends AddFlags {
  serial?: boolean;
  client?: boolean;
}

const examples = `
Examples:
  $ mqant-gen add module Login
  $ mqant-gen add handler Login.HD_Login
  $ mqant-gen help add handler
`;

const moduleExamples = `
Writes the class beside the other modules, and adds the module to app.run(...) and to the configuration.

Examples:
  $ mqant-gen add module Login                 writes src/login.ts
  $ mqant-gen add module Login --no-generate   and does not run the generator
`;

const handlerExamples = `
Adds method, registration and types to the module's class; all else stays as it is.

Examples:
  $ mqant-gen add handler Chat.HD_Whisper    clients may call it
  $ mqant-gen add handler Chat.count         modules may
  $ mqant-gen add handler Chat.settle --serial
`;

/** `mqant-gen add`: edits the sources. */
export function addCommand(): Command {
  const command = new Command("add")
    .description("add a module or a handler to the sources")
    .addHelpText("after", examples);
  command.addCommand(
    withAddFlags(new Command("module"))
      .description("add a module")
      .argument("<name>", "its type, such as Login")
      .option("--conf <file>", "the configuration that the program runs with")
      .addHelpText("after", moduleExamples)
      .action((name: string, flags: ModuleFlags) =>
        add(flags, async (settings) => {
          const { addModule } = await import("../add-module.ts");
          const { conf } = flags;
          return addModule(name, settings, { conf, cwd: process.cwd(), env: process.env });
        }),
      ),
  );
  command.addCommand(
    withAddFlags(new Command("handler"))
      .description("add a handler to a module")
      .argument("<module.name>", "such as Chat.HD_Say; HD_ is for those that clients may call")
      .option("--client", "clients may call it: puts HD_ before its name")
      .option("--serial", "one call after the other: register instead of registerGO")
      .addHelpText("after", handlerExamples)
      .action((target: string, flags: HandlerFlags) =>
        add(flags, async (settings) => {
          const { addHandler } = await import("../add-handler.ts");
          const { serial = false, client = false } = flags;
          return addHandler(target, { serial, client }, settings);
        }),
      ),
  );
  return command;
}

function withAddFlags(command: Command): Command {
  return withJsonFlag(withProjectFlags(command)).option(
    "--no-generate",
    "leave it to you to run the generator afterwards",
  );
}

async function add(
  flags: AddFlags,
  edit: (settings: Settings) => Promise<Addition>,
): Promise<void> {
  await runCommand(flags, async (): Promise<Outcome> => {
    const cwd = process.cwd();
    const { project, config } = flags;
    const settings = await resolveSettings({ project, config, cwd });
    const addition = await edit(settings);
    if (!flags.generate) return outcome(addition, cwd, exitCodes.fine, () => "now run mqant-gen");
    const { diagnostics, files, root } = await generate({ project, config, cwd });
    const errors = diagnostics.filter(({ severity }) => severity === "error");
    const written = files.filter(({ status }) => status === "written").length;
    const color = isColorful(process.stdout);
    return outcome(addition, cwd, exitCodeOfDiagnostics(errors), (colors) =>
      errors.length === 0
        ? `generated ${plural(written, "file")}`
        : errors.map((one) => diagnosticText(one, { root, cwd, color, colors })).join("\n"),
    );
  });
}

function outcome(
  { files, left }: Addition,
  cwd: string,
  exitCode: number,
  end: (colors: Colors) => string,
): Outcome {
  const shown = files.map(({ path, ...file }) => ({ ...file, path: shownPath(path, cwd) }));
  return {
    exitCode,
    document: {
      files: shown.map(({ path, ...file }) => ({ ...file, path: posixPath(path) })),
      left,
    },
    text: (colors) =>
      [
        ...shown.map(({ path, status, what }) => `${colors.green(status)} ${path}: ${what}`),
        ...left.map((what) => `${colors.yellow("left to you:")} ${what}`),
        end(colors),
      ].join("\n"),
  };
}
