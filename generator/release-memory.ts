import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";

/** Below this the heap is as large as it gets anyway, in bytes. */
const MIN_HEAP = 200_000_000;

/**
 * Gives back what the compiler used. By itself V8 waits until the heap has doubled: of a project with a
 * thousand modules that is a hundred megabytes more than it ever needs at a time.
 */
export function releaseMemory(): void {
  if (process.memoryUsage().heapUsed < MIN_HEAP) return;
  setFlagsFromString("--expose-gc");
  const collect = runInNewContext("gc") as (() => void) | undefined; // what the flag defines
  collect?.();
  // Code that V8 makes under other flags is none that it takes again.
  setFlagsFromString("--no-expose-gc");
}
