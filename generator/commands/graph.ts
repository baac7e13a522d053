import { basename, dirname, extname, resolve } from "node:path";
import { Command, Option } from "commander";
import { ConfigError } from "../config-error.ts";
import { mermaidText } from "../emit/graph/mermaid-text.ts";
import { moduleGraph } from "../emit/graph/module-graph.ts";
import type { ModuleGraph } from "../emit/graph/module-graph.ts";
import { resolveSettings } from "../settings.ts";
import { surveyProject } from "../survey.ts";
import { shownPath } from "../terminal/diagnostic-text.ts";
import { plural } from "../terminal/plural.ts";
import { withProgress } from "../terminal/progress.ts";
import { exitCodes } from "../terminal/run-report.ts";
import { version } from "../version.ts";
import { writeFiles } from "../write-files.ts";
import { failedSurvey, hasErrors } from "./failed-survey.ts";
import { type ProjectFlags, withProjectFlags } from "./project-flags.ts";
import { type AnswerFlags, type Outcome, runCommand, withJsonFlag } from "./run-command.ts";

type GraphFormat = "mermaid" | "svg";

interface GraphFlags extends ProjectFlags, AnswerFlags {
  out?: string;
  format?: GraphFormat;
  title?: string;
}

const examples = `
Calls are read from rpcInvoke and its like, and from methods of generated clients.

Examples:
  $ mqant-gen graph                        Mermaid, for a README or a terminal
  $ mqant-gen graph --out modules.svg      a picture, light or dark as its reader's system is
  $ mqant-gen graph --out modules.mmd      Mermaid, in a file
  $ mqant-gen graph --json                 modules and what goes between them, as data
`;

/** `mqant-gen graph`: who calls whom, and what clients send and get. */
export function graphCommand(): Command {
  return withJsonFlag(withProjectFlags(new Command("graph")))
    .description("draw modules, the calls between them, and the pushes to clients")
    .option("-o, --out <file>", "where it goes (default: standard output)")
    .addOption(
      new Option(
        "--format <format>",
        "how it is drawn (default: by the file's name, else mermaid)",
      ).choices(["mermaid", "svg"]),
    )
    .option("--title <title>", "what stands above a picture (default: the package's name)")
    .addHelpText("after", examples)
    .action((flags: GraphFlags) => runCommand(flags, () => graph(flags)));
}

async function graph({ project, config, out, format, title }: GraphFlags): Promise<Outcome> {
  const cwd = process.cwd();
  // Asked for before the sources are read: a wrong name is told at once.
  const wanted = format ?? formatOf(out);
  const settings = await resolveSettings({ project, config, cwd });
  const survey = await withProgress((onProgress) => surveyProject(settings, onProgress));
  if (hasErrors(survey)) return failedSurvey(survey, cwd);

  const found = moduleGraph(survey.contract, survey.calls);
  const text = await textOf(found, wanted, title ?? settings.asyncapi.title);
  if (out === undefined) {
    return { exitCode: exitCodes.fine, document: found, text: () => text.trimEnd() };
  }
  const path = resolve(cwd, out);
  const place = { out: dirname(path), lock: settings.lock, root: survey.root };
  const [file] = writeFiles([{ kind: "docs", name: basename(path), text, path }], {
    ...place,
    only: [],
    check: false,
  });
  const counts = `${plural(found.modules.length, "module")}, ${plural(found.edges.length, "edge")}`;
  return {
    exitCode: exitCodes.fine,
    document: { ...found, file: { path, status: file?.status } },
    text: (colors) => `${colors.green(file?.status ?? "")} ${shownPath(path, cwd)} (${counts})`,
  };
}

/** @throws {ConfigError} for a file whose name says nothing. */
function formatOf(out: string | undefined): GraphFormat {
  const extension = out === undefined ? ".mmd" : extname(out).toLowerCase();
  if (extension === ".svg") return "svg";
  if (extension === ".mmd" || extension === ".mermaid") return "mermaid";
  throw new ConfigError("command line", [
    {
      path: "out",
      message: `expected a file that ends in .svg or .mmd, or --format, found "${out}"`,
    },
  ]);
}

async function textOf(found: ModuleGraph, format: GraphFormat, title: string): Promise<string> {
  if (format === "mermaid") return mermaidText(found, version);
  // Graphviz is a megabyte; nothing else needs it.
  const [{ graphView }, { render }] = await Promise.all([
    import("../emit/graph/graph-view.ts"),
    import("../emit/render.ts"),
  ]);
  return render("graph.svg", await graphView(found, { title, version }));
}
