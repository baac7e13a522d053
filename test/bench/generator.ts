import { spawnSync } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { ChangeTimes } from "./generator-watch-worker.ts";
import { runWorker } from "./worker.ts";
import { spread, spreadText, twoDigits, whole, type Spread } from "./rounds.ts";
import { writeProject } from "./synthetic-project.ts";
import { printTargets, type Target } from "./targets.ts";

const cli = fileURLToPath(new URL("../../dist/cli.cjs", import.meta.url));
const HANDLERS = 10;
const SIZES = [10, 100, 1000];

/** What one size of project takes: milliseconds, and MB. */
interface Figures {
  readonly cold: Spread;
  /** To the check of the same types with the same compiler, in a process that does no more. */
  readonly ratio: Spread;
  readonly memory: Spread;
  readonly unchanged: Spread;
  /** A process that does nothing. */
  readonly start: Spread;
  readonly edit: Spread;
  readonly files: Spread;
}

/** What mqant-gen takes for whole projects: cold, with nothing changed, and for one change while it watches. */
export async function benchGenerator(rounds: number): Promise<void> {
  console.log(`\n### mqant-gen, ${HANDLERS} handlers a module\n`);
  console.log(
    "| modules | cold, ms [min, max] | ratio to the type-check alone [min, max] | memory, MB | nothing changed, ms | Node alone, ms | watching: an edit, ms | watching: a file comes, moves, goes, ms | stages of the last cold round, ms |",
  );
  console.log("|---:|---:|---:|---:|---:|---:|---:|---:|---|");
  const figures = new Map<number, Figures>();
  for (const modules of SIZES) {
    const folder = await mkdtemp(join(tmpdir(), "mqant-bench-"));
    try {
      await writeProject(folder, modules, HANDLERS);
      const cold = await measureCold(folder, modules === 1000 ? Math.min(rounds, 3) : rounds);
      const { unchanged, start } = measureUnchanged(folder, rounds);
      const { edit, files } = await measureChanges(folder);
      const { took, ratio, memory } = cold;
      figures.set(modules, { cold: took, ratio, memory, unchanged, start, edit, files });
      const others = [memory, unchanged, start, edit, files].map(text);
      const columns = [text(took), spreadText(ratio, twoDigits), ...others];
      console.log(`| ${modules} | ${columns.join(" | ")} | ${cold.stages} |`);
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  }
  printTargets(targets(figures));
}

/** Processes are whole ones, with Node's start. */
function targets(figures: ReadonlyMap<number, Figures>): readonly Target[] {
  const target = (modules: number, of: keyof Figures, what: string, wanted: number): Target => {
    const measured = figures.get(modules)?.[of] ?? spread([]);
    return { what: `${modules} modules: ${what}`, wanted, atLeast: false, measured };
  };
  const coldMs = (modules: number): number => figures.get(modules)?.cold.median ?? Number.NaN;
  const slope = (from: number, to: number): number => (coldMs(to) - coldMs(from)) / (to - from);
  return [
    target(100, "cold", "cold, ms", 2000),
    target(1000, "cold", "cold, ms", 5000),
    target(1000, "memory", "memory, MB", 500),
    target(1000, "unchanged", "nothing changed, ms", 150),
    target(1000, "edit", "an edit while watching, ms, median of 20", 150),
    target(1000, "files", "a file that comes, moves or goes, ms, median of 21", 150),
    {
      what: "cost of one more module between 100 and 1000 to that between 10 and 100",
      wanted: 1.25,
      atLeast: false,
      measured: spread([slope(100, 1000) / slope(10, 100)]),
    },
  ];
}

async function measureCold(
  folder: string,
  rounds: number,
): Promise<{ took: Spread; ratio: Spread; memory: Spread; stages: string }> {
  const times: number[] = [];
  const ratios: number[] = [];
  const sizes: number[] = [];
  let stages = "";
  for (let round = 0; round < rounds; round++) {
    await rm(join(folder, "src", "generated"), { recursive: true, force: true });
    await rm(join(folder, "mqant.lock.json"), { force: true });
    const typeCheck = Number(await runWorker("type-check-worker.ts", [folder]));
    const { took, output } = run(folder, ["--no-cache", "--profile"]);
    times.push(took);
    ratios.push(took / typeCheck);
    sizes.push(Number(/^memory +([\d.]+) MB$/m.exec(output)?.[1]));
    const lines = output.matchAll(/^(\w+) +([\d.]+) ms$/gm);
    stages = [...lines].map(([, name, ms]) => `${name} ${Math.round(Number(ms))}`).join(", ");
  }
  return { took: spread(times), ratio: spread(ratios), memory: spread(sizes), stages };
}

/** Whole processes, of which each finds all as the one before left it. */
function measureUnchanged(folder: string, rounds: number): { unchanged: Spread; start: Spread } {
  run(folder, []);
  const times: number[] = [];
  const starts: number[] = [];
  for (let round = 0; round < rounds; round++) {
    times.push(run(folder, []).took);
    starts.push(started(folder, ["--eval", ""]).took);
  }
  return { unchanged: spread(times), start: spread(starts) };
}

async function measureChanges(folder: string): Promise<ChangeTimes> {
  // The worker prints nothing else.
  return JSON.parse(await runWorker("generator-watch-worker.ts", [folder])) as ChangeTimes;
}

function run(folder: string, args: readonly string[]): { took: number; output: string } {
  return started(folder, [cli, ...args]);
}

/** What a process of Node's took, and printed. */
function started(folder: string, args: readonly string[]): { took: number; output: string } {
  const begun = performance.now();
  const { status, stdout, stderr } = spawnSync(process.execPath, args, {
    cwd: folder,
    encoding: "utf8",
  });
  const took = performance.now() - begun;
  if (status !== 0) throw new Error(stdout + stderr);
  return { took, output: stdout + stderr };
}

function text(value: Spread): string {
  return spreadText(value, whole);
}
