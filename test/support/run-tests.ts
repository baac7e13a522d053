// npm test: all tests. Those of the generator, which start nothing that others could meet, run beside the
// others: one core each is what most of them use. Those that break things under steady load come last, with
// the machine for themselves. Ends with the sums of all.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";

const sideBySide = ["^generator/.*\\.test\\.ts$", "^(?!generator/|runtime/faults/).*\\.test\\.ts$"];
const alone = "^runtime/faults/.*\\.test\\.ts$";

const runner = fileURLToPath(new URL("../../node_modules/uvu/bin.js", import.meta.url));
const tests = fileURLToPath(new URL("..", import.meta.url));

/** The line with the name of a test file, in colours, which begins what is told of it. */
// eslint-disable-next-line no-control-regex -- colours are control characters
const begin = /^(?=(?:\u001b\[\d+m)*[\w/-]+\.test\.ts)/m;

interface Outcome {
  exitCode: number;
  total: number;
  passed: number;
  skipped: number;
}

async function run(pattern: string): Promise<Outcome> {
  const child = spawn(process.execPath, ["--import", "tsx", runner, tests, pattern], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  let told = "";
  let output = "";
  child.stdout.setEncoding("utf8").on("data", (chunk: string) => {
    output += chunk;
    told += chunk;
    // File by file, or what runs side by side would be mixed.
    const parts = told.split(begin);
    told = parts.pop() ?? "";
    process.stdout.write(parts.join(""));
  });
  const [code] = (await once(child, "close")) as [number | null];
  process.stdout.write(told);
  const count = (name: string): number =>
    Number(new RegExp(`^ *${name}: *(\\d+)`, "m").exec(output)?.[1] ?? 0);
  return {
    exitCode: code ?? 1,
    total: count("Total"),
    passed: count("Passed"),
    skipped: count("Skipped"),
  };
}

const outcomes = [...(await Promise.all(sideBySide.map(run))), await run(alone)];
const sum = (key: keyof Outcome): number => outcomes.reduce((all, one) => all + one[key], 0);
console.log(`\n  All together`);
console.log(`  Total:     ${sum("total")}`);
console.log(`  Passed:    ${sum("passed")}`);
console.log(`  Skipped:   ${sum("skipped")}`);
process.exitCode = outcomes.some(({ exitCode }) => exitCode !== 0) ? 1 : 0;
