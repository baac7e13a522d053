import { chownSync } from "node:fs";

/** "nobody", on the systems that have it. */
const NOBODY = 65_534;

/** Does something as a user whom permissions hold back: root may do everything. */
export async function unprivileged<T>(work: () => Promise<T>): Promise<T> {
  if (process.geteuid?.() !== 0) return await work();
  process.seteuid?.(NOBODY);
  try {
    return await work();
  } finally {
    process.seteuid?.(0);
  }
}

/** Makes a file or folder that user's own. */
export function giveAway(path: string): void {
  if (process.geteuid?.() === 0) chownSync(path, NOBODY, NOBODY);
}
