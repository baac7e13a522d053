/** A line of an app's log, as far as a cluster looks at it. */
export interface LogLine {
  /** pino's: 30 for info, more for what is worse. */
  readonly level: number;
  readonly msg: string;
}

const LEVELS: Partial<Record<string, number>> = {
  debug: 20,
  warn: 40,
  error: 50,
  silent: Infinity,
};
const INFO = 30;

/** Reads a line that a process has written; `undefined` for one that is not of its log. */
export function readLogLine(text: string): LogLine | undefined {
  if (!text.startsWith("{")) return undefined;
  try {
    const line: unknown = JSON.parse(text);
    return isLogLine(line) ? line : undefined;
  } catch {
    return undefined;
  }
}

/** The least level to show for a value of `MQANT_LOG_LEVEL`. */
export function levelToShow(wanted: string | undefined): number {
  return LEVELS[wanted ?? ""] ?? INFO;
}

/** What processes get as `MQANT_LOG_LEVEL`: that a module is up is said at info, and has to be heard. */
export function levelToWrite(wanted: string | undefined): string {
  return wanted === "debug" ? "debug" : "info";
}

function isLogLine(line: unknown): line is LogLine {
  return (
    typeof line === "object" &&
    line !== null &&
    "level" in line &&
    typeof line.level === "number" &&
    "msg" in line &&
    typeof line.msg === "string"
  );
}
