import { parseArgs } from "node:util";
import { ConfigError, wholeFileProblem } from "./config-error.ts";

/** What the command line and the environment say about a process. */
export interface Flags {
  /** The configuration file. @defaultValue "server.json" */
  readonly conf: string;
  /** The process to run as, if one is named: modules with this `ProcessID` are started. */
  readonly pid?: string | undefined;
  /** The directory for log files, if one is given. */
  readonly log?: string | undefined;
}

const NAMES = ["conf", "pid", "log"] as const;
const DEFAULT_FILE = "server.json";

/**
 * Reads `--conf`, `--pid` and `--log` (also `-conf` and `--conf=x`, as mqant's command line has them) and,
 * where they are missing, `MQANT_CONF` and `MQANT_PID`. Other flags are the program's own and passed over;
 * so is everything after `--`. Of a flag that is given twice the last one counts.
 *
 * @param args - The command line without the program: `process.argv.slice(2)`.
 * @throws {ConfigError} if a flag comes without its value.
 */
export function readFlags(args: readonly string[], env: NodeJS.ProcessEnv): Flags {
  const { tokens } = parseArgs({
    args: args.map(withTwoDashes),
    options: { conf: { type: "string" }, pid: { type: "string" }, log: { type: "string" } },
    strict: false,
    tokens: true,
  });
  const given = new Map<string, string>();
  const missing: string[] = [];
  for (const token of tokens) {
    if (token.kind !== "option" || !isOurs(token.name)) continue;
    // A next word that begins with a dash is the next flag; `--conf=-x` names a file of that name.
    const hasValue = token.value && (token.inlineValue || !token.value.startsWith("-"));
    if (hasValue) given.set(token.name, token.value);
    else missing.push(token.name);
  }
  if (missing.length > 0) {
    throw new ConfigError(
      missing.map((name) => ({
        ...wholeFileProblem("command line", `a value after --${name}`, "none"),
        path: `--${name}`,
      })),
    );
  }
  return {
    conf: given.get("conf") ?? (env["MQANT_CONF"] || DEFAULT_FILE),
    pid: given.get("pid") ?? (env["MQANT_PID"] || undefined),
    log: given.get("log"),
  };
}

/** mqant's flags have one dash. `parseArgs` would take them for a group of one-letter flags. */
function withTwoDashes(argument: string, index: number, all: readonly string[]): string {
  const isAfterEnd = all.slice(0, index).includes("--");
  return !isAfterEnd && /^-(conf|pid|log)(=|$)/u.test(argument) ? `-${argument}` : argument;
}

function isOurs(name: string): boolean {
  return (NAMES as readonly string[]).includes(name);
}
