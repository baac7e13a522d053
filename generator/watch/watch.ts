import { dirname, sep } from "node:path";
import { changedPaths } from "../disk/changed-paths.ts";
import { Disk } from "../disk/disk.ts";
import { type GenerateResult, type Kept, runOnce } from "../generate.ts";
import type { GenerateOptions } from "../options.ts";
import { FolderWatcher } from "./folder-watcher.ts";

/** What {@link watch} may be told besides what `generate` is. */
export interface WatchOptions extends Omit<GenerateOptions, "check"> {
  /** How long to wait for further changes after one, in milliseconds. @defaultValue 10 */
  debounceMs?: number | undefined;
  /** Called after each run, also those with errors. */
  onRun?: ((run: WatchRun) => void) | undefined;
}

/** One run of {@link watch}. */
export interface WatchRun {
  /** What changed, absolute and sorted; empty for the first run. */
  changed: string[];
  /** What came of it; `undefined` if the settings are wrong. */
  result: GenerateResult | undefined;
  /** What is wrong with the settings. */
  error: unknown;
  /** How long it took from the look that saw the changes, in milliseconds. */
  elapsedMs: number;
}

/** A watch that goes on. */
export interface Watching {
  /** Ends it; a run that has begun is finished first. */
  close(): Promise<void>;
}

/** Changes that never cease are read after this many milliseconds. */
const MAX_WAIT_MS = 200;

/** How often to look without being told to: systems lose events, and new folders are watched only after a while. */
const LOOK_EVERY_MS = 2000;

/**
 * Generates, and again whenever something changes that counts: sources, also new and removed ones, the
 * tsconfig, the configuration. Errors don't end it, and keep the last good output.
 *
 * @returns After the first run.
 *
 * @example
 * const watching = await watch({ onRun: ({ result }) => console.log(result?.counts) });
 */
export async function watch({
  debounceMs = 10,
  onRun,
  ...options
}: WatchOptions = {}): Promise<Watching> {
  const watching = new Watch(options, debounceMs, onRun);
  await watching.start();
  return watching;
}

class Watch implements Watching {
  readonly #debounceMs: number;
  readonly #onRun: WatchOptions["onRun"];
  readonly #options: GenerateOptions;
  readonly #folders: FolderWatcher;
  #disk: Disk = new Disk();
  readonly #kept: Kept = {};
  #timer: NodeJS.Timeout | undefined;
  #rounds: NodeJS.Timeout | undefined;
  /** When the first of the events came that nobody has looked into yet. */
  #waitingSince: number | undefined;
  /** What these events were about: some files, or anything. */
  #mayHaveChanged: Set<string> | "anything" = new Set();
  #running: Promise<void> | undefined;
  /** Output that others touched and that was written again since the last change: nobody fights over it. */
  readonly #restored = new Set<string>();
  #isClosed = false;

  constructor(options: GenerateOptions, debounceMs: number, onRun: WatchOptions["onRun"]) {
    this.#debounceMs = debounceMs;
    this.#onRun = onRun;
    this.#options = options;
    this.#folders = new FolderWatcher((file) => this.#wake(file));
  }

  async start(): Promise<void> {
    await this.#generate(new Set(), performance.now(), false);
    // What changed during the first run, before anybody watched.
    this.#wake();
    this.#rounds = setInterval(() => this.#wake(), LOOK_EVERY_MS);
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    clearTimeout(this.#timer);
    clearInterval(this.#rounds);
    await this.#folders.close();
    await this.#running;
  }

  /** Looks at the disk soon, once it has become quiet: at one file, or at all that was looked at before. */
  #wake(file?: string): void {
    if (this.#isClosed) return;
    if (file === undefined) this.#mayHaveChanged = "anything";
    else if (this.#mayHaveChanged !== "anything") this.#mayHaveChanged.add(file);
    const now = performance.now();
    this.#waitingSince ??= now;
    const left = Math.max(0, MAX_WAIT_MS - (now - this.#waitingSince));
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.#look(), Math.min(this.#debounceMs, left));
  }

  /** Runs, if there is a reason to. While a run goes on the next one waits for its end. */
  async #look(): Promise<void> {
    while (this.#running !== undefined) await this.#running;
    if (this.#isClosed) return;
    this.#waitingSince = undefined;
    const started = performance.now();
    const files = this.#mayHaveChanged;
    this.#mayHaveChanged = new Set();
    const isRound = files === "anything";
    const changed = changedPaths(this.#disk, isRound ? undefined : files);
    if (changed.size > 0) this.#restored.clear();
    for (const path of isRound ? (this.#kept.files?.touched() ?? []) : []) {
      if (this.#restored.has(path)) continue;
      this.#restored.add(path);
      changed.add(path);
    }
    if (changed.size === 0) return;
    const run = this.#generate(changed, started, !isRound);
    this.#running = run.finally(() => (this.#running = undefined));
    await this.#running;
  }

  async #generate(
    changed: ReadonlySet<string>,
    started: number,
    isTrusting: boolean,
  ): Promise<void> {
    const before = this.#disk;
    this.#disk = before.without(changed);
    let result: GenerateResult | undefined;
    let error: unknown;
    try {
      const start = { disk: this.#disk, kept: this.#kept, isTrusting };
      ({ result } = await runOnce(this.#options, start));
    } catch (reason) {
      error = reason;
    }
    this.#folders.follow(watchedFolders(this.#disk));
    const elapsedMs = performance.now() - started;
    this.#onRun?.({ changed: [...changed].sort(), result, error, elapsedMs });
    // What changed while it was read; of all else an event tells.
    if (changed.size === 0) return;
    for (const [path, sight] of this.#disk.sights) {
      if (before.sights.get(path) !== sight) this.#wake(path);
    }
  }
}

/**
 * The folders of all that was found: not those of packages, which are many, nor those where something was
 * missing, which go up to the root of the disk. What happens there is seen all the same, if a little later.
 */
function watchedFolders({ sights }: Disk): Set<string> {
  const folders = new Set<string>();
  let last = "";
  for (const [path, { is, entries }] of sights) {
    if (entries !== undefined && !isInPackage(path)) folders.add(path);
    // Mostly in the folder of the one before.
    if (is !== "file" || (path.startsWith(last) && !path.includes(sep, last.length))) continue;
    const folder = dirname(path);
    last = folder + sep;
    if (!isInPackage(path)) folders.add(folder);
  }
  return folders;
}

function isInPackage(path: string): boolean {
  return /[\\/]node_modules(?:[\\/]|$)/.test(path);
}
