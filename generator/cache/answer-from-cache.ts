import { lookAgain } from "../disk/look-again.ts";
import { printReport } from "../terminal/print-report.ts";
import { reportOf } from "../terminal/run-report.ts";
import { type CachedRun, keepRun, quickAnswer, readRun, type RunAnswer } from "./cached-run.ts";
import type { RunKey } from "./sealed-file.ts";

/**
 * Answers the command from its last run, if everything that this run looked at or wrote is as it was. No
 * compiler is loaded for it, nor anything else that takes time.
 *
 * @param started - When the command began, by `performance.now()`.
 * @returns Whether there was an answer.
 */
export async function answerFromCache(key: RunKey, started: number): Promise<boolean> {
  const run = await unchangedAnswer(key);
  if (run === undefined) return false;
  const elapsedMs = performance.now() - started;
  const result = { ...run.result, timings: { cache: elapsedMs } };
  printReport(reportOf(result, "write", elapsedMs), { ...run.told, cwd: key.cwd });
  return true;
}

/** What the last run of these words answered, if a new one would come to the same. */
export async function unchangedAnswer(key: RunKey): Promise<RunAnswer | undefined> {
  const quick = quickAnswer(key);
  if (quick !== undefined) return quick;
  const run = readRun(key);
  if (run === undefined) return undefined;
  const { isSame, hasLearnt } = lookAgain(run.sights, run.ignored);
  if (!isSame || !(await hasSameSettings(run))) return undefined;
  if (hasLearnt) keepRun(key, run);
  return run;
}

async function hasSameSettings({ asked }: CachedRun): Promise<boolean> {
  if (asked === undefined) return true;
  const { resolveSettings } = await import("../settings.ts");
  try {
    const settings = await resolveSettings(asked.options);
    return JSON.stringify(settings) === JSON.stringify(asked.settings);
  } catch {
    return false; // The whole run says what is wrong with them.
  }
}
