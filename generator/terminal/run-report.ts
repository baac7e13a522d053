import { ConfigError } from "../config-error.ts";
import type { Diagnostic } from "../diagnostic.ts";
import { GeneratorError } from "../generator-error.ts";
import type { GenerateResult } from "../generate.ts";

/** Exit codes of the command; the help and the README list them. */
export const exitCodes = { fine: 0, diagnostics: 1, usage: 2, stale: 3, breaking: 4 } as const;

/** As much of a result as is told. */
export type ToldResult = Omit<GenerateResult, "contract">;

/** How a run was asked for. */
export type RunMode = "write" | "check" | "dry-run";

/** A problem that no place in the sources belongs to. */
export interface RunProblem {
  /** A stable code, where there is one. */
  code?: string;
  message: string;
  /** Only for internal errors. */
  stack?: string;
}

/** Everything about a run that is worth telling; the formats differ only in how they tell it. */
export interface RunReport {
  mode: RunMode;
  exitCode: number;
  /** What there is to say about the project; `undefined` if the run never came to look at it. */
  result: ToldResult | undefined;
  problems: readonly RunProblem[];
  elapsedMs: number;
}

/** The report of a run that went through, with or without errors in the sources. */
export function reportOf(result: ToldResult, mode: RunMode, elapsedMs: number): RunReport {
  return { mode, exitCode: exitCodeOf(result, mode), result, problems: [], elapsedMs };
}

function exitCodeOf({ files, diagnostics }: ToldResult, mode: RunMode): number {
  const exitCode = exitCodeOfDiagnostics(diagnostics);
  if (exitCode !== exitCodes.fine) return exitCode;
  const isStale = mode === "check" && files.some(({ status }) => status === "stale");
  return isStale ? exitCodes.stale : exitCodes.fine;
}

/** The exit code that problems lead to. */
export function exitCodeOfDiagnostics(diagnostics: readonly Diagnostic[]): number {
  // MQ1060 and those after it are about how the generator is set up, not about the sources.
  if (diagnostics.some(({ code }) => code.startsWith("MQ106"))) return exitCodes.usage;
  const hasErrors = diagnostics.some(({ severity }) => severity === "error");
  return hasErrors ? exitCodes.diagnostics : exitCodes.fine;
}

/** The report of a run that ended with an exception. */
export function reportOfFailure(error: unknown, mode: RunMode, elapsedMs: number): RunReport {
  return {
    mode,
    exitCode: exitCodeOfFailure(error),
    result: undefined,
    problems: problemsOf(error),
    elapsedMs,
  };
}

/** The exit code of a command that ended with an exception. */
export function exitCodeOfFailure(error: unknown): number {
  if (error instanceof GeneratorError) return exitCodeOfDiagnostics(error.diagnostics);
  return error instanceof ConfigError ? exitCodes.usage : exitCodes.diagnostics;
}

/** What an exception says: what is wrong with settings or project, or that the generator has failed. */
export function problemsOf(error: unknown): RunProblem[] {
  if (error instanceof GeneratorError) {
    return error.diagnostics.map(({ code, message, hint }) => ({
      code,
      message: hint === undefined ? message : `${message}; ${hint}`,
    }));
  }
  return error instanceof ConfigError ? configProblems(error) : [internalProblem(error)];
}

function configProblems({ source, problems }: ConfigError): RunProblem[] {
  return problems.map(({ path, message }) => ({
    message: `${source}: ${path === "" ? "" : `${path}: `}${message}`,
  }));
}

function internalProblem(error: unknown): RunProblem {
  const { message, stack } = error instanceof Error ? error : new Error(String(error));
  return {
    code: "MQ9000",
    message: `internal error: ${message}. Please report this with the source that causes it; DEBUG=1 shows the stack.`,
    ...(stack === undefined ? {} : { stack }),
  };
}
