import yoctoSpinner from "yocto-spinner";

/** How progress is shown. */
export interface ProgressOptions {
  /** Scans shorter than this say nothing, in milliseconds. @defaultValue 1000 */
  quietMs?: number;
}

/** How often progress is shown, in milliseconds. */
const INTERVAL_MS = 100;

/** Does something that scans, and shows on standard error how far it has come. */
export async function withProgress<T>(
  work: (onProgress: (step: ScanStep) => void) => Promise<T>,
): Promise<T> {
  const progress = new Progress(process.stderr);
  try {
    return await work((step) => progress.step(step));
  } finally {
    progress.end();
  }
}

/** How far a scan is. */
interface ScanStep {
  stage: string;
  done: number;
  total: number;
}

/** Shows how far a scan has come, once it has taken a while. */
export class Progress {
  readonly #stream: NodeJS.WriteStream;
  readonly #quietMs: number;
  readonly #started: number = performance.now();
  #spinner: ReturnType<typeof yoctoSpinner> | undefined;
  #shown = 0;
  #stage = "";

  constructor(stream: NodeJS.WriteStream, { quietMs = 1000 }: ProgressOptions = {}) {
    this.#stream = stream;
    this.#quietMs = quietMs;
  }

  /** Takes a step of the scan. Reading is synchronous, so each step draws for itself. */
  step({ stage, done, total }: ScanStep): void {
    const now = performance.now();
    if (now - this.#started < this.#quietMs) return;
    if (!this.#stream.isTTY) {
      // In a log one line per stage is enough.
      if (stage !== this.#stage) this.#stream.write(`${stage} …\n`);
      this.#stage = stage;
      return;
    }
    if (now - this.#shown < INTERVAL_MS) return;
    this.#shown = now;
    this.#spinner ??= yoctoSpinner({ stream: this.#stream }).start();
    this.#spinner.text = total > 0 ? `${stage} ${done}/${total}` : stage;
  }

  /** Takes the line away again. */
  end(): void {
    this.#spinner?.stop();
  }
}
