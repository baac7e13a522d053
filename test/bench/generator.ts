import { spawnSync } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { runWorker } from "./worker.ts";
import { spread, type Spread } from "./rounds.ts";
import { writeProject } from "./synthetic-project.ts";

const cli = fileURLToPath(new URL("../../dist/cli.js", import.meta.url));
const HANDLERS = 10;
const SIZES = [10, 100, 1000];

/** What mqant-gen takes for whole projects: cold, with nothing changed, and for one change while it watches. */
export async function benchGenerator(rounds: number): Promise<void> {
  console.log(`\n### mqant-gen, ${HANDLERS} handlers a module\n`);
  console.log(
    "| modules | cold, ms [min, max] | memory, MB | nothing changed, ms | a change while watching, ms | stages of the last cold round, ms |",
  );
  console.log("|---:|---:|---:|---:|---:|---|");
  for (const modules of SIZES) {
    const folder = await mkdtemp(join(tmpdir(), "mqant-bench-"));
    try {
      await writeProject(folder, modules, HANDLERS);
      const cold = await measureCold(folder, modules === 1000 ? Math.min(rounds, 3) : rounds);
      const unchanged = measureUnchanged(folder, rounds);
      // The worker prints a spread.
      const change = JSON.parse(await runWorker("generator-watch-worker.ts", [folder])) as Spread;
      console.log(
        `| ${modules} | ${text(cold.took)} | ${text(cold.memory)} | ${text(unchanged)} | ${text(change)} | ${cold.stages} |`,
      );
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  }
}

async function measureCold(
  folder: string,
  rounds: number,
): Promise<{ took: Spread; memory: Spread; stages: string }> {
  const times: number[] = [];
  const sizes: number[] = [];
  let stages = "";
  for (let round = 0; round < rounds; round++) {
    await rm(join(folder, "src", "generated"), { recursive: true, force: true });
    await rm(join(folder, "mqant.lock.json"), { force: true });
    const { took, output } = run(folder, ["--no-cache", "--profile"]);
    times.push(took);
    sizes.push(Number(/^memory +([\d.]+) MB$/m.exec(output)?.[1]));
    const lines = output.matchAll(/^(\w+) +([\d.]+) ms$/gm);
    stages = [...lines].map(([, name, ms]) => `${name} ${Math.round(Number(ms))}`).join(", ");
  }
  return { took: spread(times), memory: spread(sizes), stages };
}

/** Whole processes, of which each finds all as the one before left it. */
function measureUnchanged(folder: string, rounds: number): Spread {
  run(folder, []);
  return spread(Array.from({ length: rounds }, () => run(folder, []).took));
}

function run(folder: string, args: readonly string[]): { took: number; output: string } {
  const begun = performance.now();
  const { status, stdout, stderr } = spawnSync(process.execPath, [cli, ...args], {
    cwd: folder,
    encoding: "utf8",
  });
  const took = performance.now() - begun;
  if (status !== 0) throw new Error(stdout + stderr);
  return { took, output: stdout + stderr };
}

function text({ median, min, max }: Spread): string {
  return `${Math.round(median)} [${Math.round(min)}, ${Math.round(max)}]`;
}
