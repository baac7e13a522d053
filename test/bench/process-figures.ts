import { readFileSync } from "node:fs";

/** Of USER_HZ, in which Linux counts: the same on every machine that Node runs on. */
const TICK_MS = 10;

/** What a process has used of all processors so far, in milliseconds; NaN where there is no /proc. */
export function cpuMs(pid: number): number {
  const stat = read(pid, "stat");
  // proc(5): the second field is a name in parentheses, and anything may be in it; utime and stime are the
  // 14th and the 15th.
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  return (Number(fields[11]) + Number(fields[12])) * TICK_MS;
}

/** What a process has in memory now, in bytes; NaN where there is no /proc. */
export function residentBytes(pid: number): number {
  return Number(/^VmRSS:\s+(\d+) kB$/m.exec(read(pid, "status"))?.[1]) * 1024;
}

function read(pid: number, file: string): string {
  try {
    return readFileSync(`/proc/${pid}/${file}`, "utf8");
  } catch {
    return "";
  }
}
