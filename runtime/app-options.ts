import * as z from "zod";
import { RpcError } from "./errors.ts";
import type { Logger } from "./log.ts";
import type { ModuleSchemas } from "./rpc/handler-schema.ts";

/** What `createApp` takes. Everything has a default. */
export interface AppOptions {
  /**
   * The generated `schemas`: then no argument that breaks the contract reaches a handler.
   *
   * @example
   * import { schemas } from "./generated/schemas.ts";
   * const app = createApp({ schemas });
   */
  schemas?: Readonly<Record<string, ModuleSchemas>> | undefined;
  /**
   * Which process of the configuration this is; `run` lets `--pid` and `MQANT_PID` outrank it.
   *
   * @defaultValue `"development"`
   */
  processId?: string | undefined;
  /** @defaultValue pino: JSON lines on standard output, readable ones on a terminal */
  log?: Logger | undefined;
  /** How long a call waits for its result, in milliseconds. @defaultValue 5000 */
  timeoutMs?: number | undefined;
  /** How many calls of this process wait for their results at a time, a million at most. @defaultValue 10000 */
  maxPendingCalls?: number | undefined;
  /** How many `registerGO` handlers of one module run at a time. @defaultValue 1024 */
  maxConcurrentCalls?: number | undefined;
  /** How many requests of one module wait for a place or their turn. @defaultValue 10000 */
  maxWaitingCalls?: number | undefined;
  /** How large one argument or a result may be, in bytes. @defaultValue 4194304 (4 MiB) */
  maxMessageBytes?: number | undefined;
  /**
   * How much may wait to be sent to the broker, or back to one process that asked, in bytes. More calls are
   * refused with `resource_exhausted`. @defaultValue 16777216 (16 MiB)
   */
  maxUnsentBytes?: number | undefined;
  /**
   * How many messages of one module's queue the broker delivers before the first is acknowledged; one may
   * hold up to 256 calls. @defaultValue 100
   */
  prefetch?: number | undefined;
  /**
   * How long closing waits for calls in flight, and then for each module's `run` and `onDestroy`, in
   * milliseconds.
   *
   * @defaultValue 5000
   */
  closeTimeoutMs?: number | undefined;
}

/** {@link AppOptions} with the defaults filled in. */
export interface ResolvedAppOptions {
  schemas: Readonly<Record<string, ModuleSchemas>>;
  processId: string;
  log?: Logger | undefined;
  timeoutMs: number;
  maxPendingCalls: number;
  maxConcurrentCalls: number;
  maxWaitingCalls: number;
  maxMessageBytes: number;
  maxUnsentBytes: number;
  prefetch: number;
  closeTimeoutMs: number;
}

const count = z.int().positive();
const durationMs = z
  .number()
  .positive()
  .max(2 ** 31 - 1);

const appOptionsSchema: z.ZodType<ResolvedAppOptions, AppOptions> = z.strictObject({
  schemas: z.custom<Readonly<Record<string, ModuleSchemas>>>(isRecord).default({}),
  processId: z.string().min(1).default("development"),
  log: z.custom<Logger>(isRecord).optional(),
  timeoutMs: durationMs.default(5000),
  maxPendingCalls: count.max(1_000_000).default(10_000),
  maxConcurrentCalls: count.default(1024),
  maxWaitingCalls: count.default(10_000),
  maxMessageBytes: count.default(4 * 1024 * 1024),
  maxUnsentBytes: count.default(16 * 1024 * 1024),
  prefetch: count.max(65_535).default(100),
  closeTimeoutMs: durationMs.default(5000),
});

/**
 * Checks the options and fills in the defaults.
 *
 * @throws {RpcError} `invalid_argument`, naming every option that is wrong or unknown.
 */
export function resolveAppOptions(options: AppOptions): ResolvedAppOptions {
  const parsed = appOptionsSchema.safeParse(options);
  if (parsed.success) return parsed.data;
  throw new RpcError("invalid_argument", `createApp: ${z.prettifyError(parsed.error)}`);
}

function isRecord(value: unknown): boolean {
  return typeof value === "object" && value !== null;
}
