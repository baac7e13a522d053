import { once } from "node:events";
import type { GenerateOptions } from "../options.ts";
import { reportOf, reportOfFailure } from "../terminal/run-report.ts";
import { type PrintOptions, printReport } from "../terminal/print-report.ts";
import { watchLine } from "../terminal/watch-line.ts";
import { watch, type WatchRun } from "../watch/watch.ts";

/** Watches a project until the process is told to end, and tells what each run did. */
export async function watchAndTell(
  options: GenerateOptions & { cwd: string },
  told: Omit<PrintOptions, "cwd">,
): Promise<void> {
  // Before the first run: whoever ends it early shall not have to wait for the watch.
  const ended = Promise.race([once(process, "SIGINT"), once(process, "SIGTERM")]);
  const watching = await watch({
    ...options,
    onRun: (run) => tellRun(run, { ...told, cwd: options.cwd }),
  });
  if (told.format === "pretty") process.stdout.write("watching; Ctrl-C ends it\n");
  await ended;
  await watching.close();
  process.exitCode = 0;
}

function tellRun(run: WatchRun, told: PrintOptions): void {
  const { result, error, changed, elapsedMs } = run;
  const report =
    result === undefined
      ? reportOfFailure(error, "write", elapsedMs)
      : reportOf(result, "write", elapsedMs);
  const isShort = told.format === "pretty" && changed.length > 0;
  printReport(report, { ...told, onlyProblems: isShort });
  if (isShort) process.stdout.write(`${watchLine(run)}\n`);
}
