import { createRequire } from "node:module";
import { join } from "node:path";
import { pino, type DestinationStream } from "pino";
import type { Logger } from "./log.ts";

/** Where log lines go and which. */
export interface LogOptions {
  /** Write to `<directory>/<processId>.log` instead of standard output. Made if it doesn't exist. */
  directory?: string | undefined;
  /** Which process the lines are from. */
  processId: string;
  /**
   * `"debug"`, `"info"`, `"warn"`, `"error"` or `"silent"`.
   *
   * @defaultValue the environment's `MQANT_LOG_LEVEL`, else `"info"`
   */
  level?: string | undefined;
}

const LEVELS = ["debug", "info", "warn", "error", "silent"];

/**
 * The log that an app has unless it is given one: pino's JSON lines. On a terminal they are made
 * readable if the package `pino-pretty` is installed.
 */
export function createLog(options: LogOptions): Logger {
  const wanted = options.level ?? process.env["MQANT_LOG_LEVEL"] ?? "info";
  const level = LEVELS.includes(wanted) ? wanted : "info";
  const base = { process: options.processId, pid: process.pid };
  return pino({ level, base }, destination(options));
}

function destination({ directory, processId }: LogOptions): DestinationStream {
  if (directory !== undefined) {
    // Synchronous: what is logged last before a process dies is what people look for.
    return pino.destination({ dest: join(directory, `${processId}.log`), mkdir: true, sync: true });
  }
  return (process.stdout.isTTY && prettyStream()) || pino.destination({ dest: 1, sync: true });
}

function prettyStream(): DestinationStream | undefined {
  try {
    const require = createRequire(import.meta.url);
    const pretty = require("pino-pretty") as (options: object) => DestinationStream; // its documented form
    return pretty({
      sync: true,
      singleLine: true,
      colorize: !process.env["NO_COLOR"],
      ignore: "pid,process",
      translateTime: "SYS:HH:MM:ss.l",
    });
  } catch {
    return undefined; // Not installed: JSON lines do.
  }
}
