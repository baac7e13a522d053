import type { Survey } from "../survey.ts";
import { diagnosticText } from "../terminal/diagnostic-text.ts";
import { isColorful } from "../terminal/is-colorful.ts";
import { plural } from "../terminal/plural.ts";
import { exitCodeOfDiagnostics } from "../terminal/run-report.ts";
import type { Outcome } from "./run-command.ts";

/** Whether there is no contract to go by. */
export function hasErrors({ diagnostics }: Pick<Survey, "diagnostics">): boolean {
  return diagnostics.some(({ severity }) => severity === "error");
}

/** What a command says that needs a contract where the sources have errors. */
export function failedSurvey(
  { diagnostics, root }: Pick<Survey, "diagnostics" | "root">,
  cwd: string,
): Outcome {
  const errors = diagnostics.filter(({ severity }) => severity === "error");
  const color = isColorful(process.stdout);
  return {
    exitCode: exitCodeOfDiagnostics(errors),
    document: { diagnostics },
    text: (colors) =>
      [
        ...errors.map((one) => diagnosticText(one, { root, cwd, color, colors })),
        colors.red(plural(errors.length, "error")),
      ].join("\n"),
  };
}
