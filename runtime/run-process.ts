import { ConfigError } from "./config/config-error.ts";
import type { Config } from "./config/config.ts";
import { readFlags } from "./config/flags.ts";
import { loadConfig } from "./config/load-config.ts";
import type { Logger } from "./log.ts";
import { originalCall } from "./rpc/call-context.ts";

const EXIT_FINE = 0;
const EXIT_FAILED = 1;
const EXIT_WRONG_CONFIGURATION = 2;

/** How long what modules left open may keep a closed process alive, in milliseconds. */
const LINGER_MS = 500;

/** A terminal and npm send one Ctrl-C twice, a few milliseconds apart. */
const ONE_SIGNAL_MS = 200;

/** What the command line and the environment decide about a process. */
export interface ProcessSettings {
  processId?: string | undefined;
  logDirectory?: string | undefined;
}

/** The app, as far as the life of its process is concerned. */
export interface ProcessApp {
  /** What `configure` was given, if it was called. */
  readonly config: Config | undefined;
  log(): Logger;
  /** Resolves when the app has closed, whoever closes it; rejects if a module's `run` failed. */
  closed(): Promise<void>;
  prepare(config: Config, settings: ProcessSettings): void;
  start(): Promise<void>;
  close(): Promise<void>;
}

/**
 * The life of a process: flags, configuration, start, signals, exit code. Wrong configuration ends it
 * with 2, a failing module with 1; SIGINT and SIGTERM close the app and end it with 0, and a second one
 * ends it at once.
 *
 * Source: mqant's `app.Run`, which did not handle SIGTERM.
 */
export async function runProcess(app: ProcessApp): Promise<void> {
  // Without this a program whose modules hold nothing open would end while it runs.
  const stay = setInterval(() => {}, 2 ** 30);
  const signals = new CloseOnSignal(app);
  const faults = new UnheardFaults(app);
  try {
    const flags = readFlags(process.argv.slice(2), process.env);
    app.prepare(app.config ?? (await loadConfig(flags.conf)), {
      processId: flags.pid,
      logDirectory: flags.log,
    });
    if (signals.received) return;
    const closed = app.closed();
    await app.start();
    await closed;
    faults.rethrow();
  } catch (error) {
    exitWith(error, app);
  } finally {
    clearInterval(stay);
    faults.stop();
    // After a signal the process ends in a moment; the same signal may come once more until then.
    if (!signals.received) signals.stop();
    else {
      process.exitCode = EXIT_FINE;
      setTimeout(() => process.exit(), LINGER_MS).unref();
    }
  }
}

function exitWith(error: unknown, app: ProcessApp): never {
  const wrong = configErrorIn(error);
  if (wrong !== undefined) {
    process.stderr.write(`${wrong.message}\n`);
    process.exit(EXIT_WRONG_CONFIGURATION);
  }
  const reason = error instanceof Error ? error.message : String(error);
  app.log().error({ err: error }, reason);
  process.stderr.write(`${reason}\n`);
  process.exit(EXIT_FAILED);
}

/** A module whose settings are wrong says so in `onInit`: that is the configuration's fault as well. */
function configErrorIn(error: unknown): ConfigError | undefined {
  if (error instanceof ConfigError) return error;
  return error instanceof Error && error.cause instanceof ConfigError ? error.cause : undefined;
}

/** Closes the app on the first signal and ends the process on the second. */
class CloseOnSignal {
  readonly #app: ProcessApp;
  received = false;
  #receivedAt = 0;

  constructor(app: ProcessApp) {
    this.#app = app;
    process.on("SIGINT", this.#onSignal);
    process.on("SIGTERM", this.#onSignal);
  }

  stop(): void {
    process.off("SIGINT", this.#onSignal);
    process.off("SIGTERM", this.#onSignal);
  }

  readonly #onSignal = (signal: NodeJS.Signals, number: number): void => {
    const now = performance.now();
    if (this.received && now - this.#receivedAt < ONE_SIGNAL_MS) return;
    if (this.received) process.exit(128 + number);
    this.received = true;
    this.#receivedAt = now;
    this.#app.log().info({ signal }, `${signal}: closing; once more to end at once`);
    void this.#app.close(); // runProcess waits for `closed`
  };
}

/**
 * Faults of modules that nobody catches. A rejected promise that nobody looked at is logged, and the process
 * lives on: thousands of clients are not sent away for it. After an exception that was thrown from a
 * callback the state is anybody's guess: the app closes, and the process ends with 1.
 */
class UnheardFaults {
  readonly #app: ProcessApp;
  #fatal: { readonly error: unknown } | undefined;

  constructor(app: ProcessApp) {
    this.#app = app;
    process.on("unhandledRejection", this.#onRejection);
    process.on("uncaughtException", this.#onException);
  }

  /** Throws the first exception that nobody caught, if there was one. */
  rethrow(): void {
    if (this.#fatal !== undefined) throw this.#fatal.error;
  }

  stop(): void {
    process.off("unhandledRejection", this.#onRejection);
    process.off("uncaughtException", this.#onException);
  }

  readonly #onRejection = (reason: unknown): void => {
    this.#report("a promise was rejected and nobody looked", reason);
  };

  readonly #onException = (error: unknown): void => {
    this.#report("an exception was thrown and nobody caught it; closing", error);
    this.#fatal ??= { error };
    void this.#app.close(); // runProcess waits for `closed`
  };

  #report(what: string, error: unknown): void {
    const call = originalCall();
    const where = call === undefined ? "" : `${call.module}/${call.handler}: `;
    const reason = error instanceof Error ? error.message : String(error);
    const fields = { module: call?.module, handler: call?.handler, err: error };
    this.#app.log().error(fields, `${where}${what}: ${reason}`);
  }
}
