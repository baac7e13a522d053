import { spawnSync } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { spread, type Spread } from "./rounds.ts";
import { writeProject } from "./synthetic-project.ts";

const cli = fileURLToPath(new URL("../../dist/cli.js", import.meta.url));
const HANDLERS = 10;

/** What mqant-gen takes for whole projects, cold, as a process, and by stage. */
export async function benchGenerator(rounds: number): Promise<void> {
  console.log("\n### mqant-gen, cold, 10 handlers a module\n");
  console.log("| modules | process, ms [min, max] | stages of the last round, ms |");
  console.log("|---:|---:|---|");
  for (const modules of [10, 100, 1000]) {
    const folder = await mkdtemp(join(tmpdir(), "mqant-bench-"));
    try {
      await writeProject(folder, modules, HANDLERS);
      const { took, stages } = await measure(folder, modules === 1000 ? 1 : rounds);
      console.log(`| ${modules} | ${text(took)} | ${stages} |`);
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  }
}

async function measure(folder: string, rounds: number): Promise<{ took: Spread; stages: string }> {
  const times: number[] = [];
  let stages = "";
  for (let round = 0; round < rounds; round++) {
    await rm(join(folder, "src", "generated"), { recursive: true, force: true });
    await rm(join(folder, "mqant.lock.json"), { force: true });
    const begun = performance.now();
    const { status, stdout, stderr } = spawnSync(process.execPath, [cli, "--profile"], {
      cwd: folder,
      encoding: "utf8",
    });
    times.push(performance.now() - begun);
    if (status !== 0) throw new Error(stdout + stderr);
    const lines = (stdout + stderr).matchAll(/^(\w+) +([\d.]+) ms$/gm);
    stages = [...lines].map(([, name, ms]) => `${name} ${Math.round(Number(ms))}`).join(", ");
  }
  return { took: spread(times), stages };
}

function text({ median, min, max }: Spread): string {
  return `${Math.round(median)} [${Math.round(min)}, ${Math.round(max)}]`;
}
