// npm test: all tests, or those of the files that the words match, as in `npm test -- generator/read`. Two
// processes run side by side: one core each is what most tests use. Ends with the sums of all.
import { fork } from "node:child_process";
import { once } from "node:events";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { freshBuild } from "./fresh-build.ts";
import type { FileOutcome } from "./run-files.ts";

const folder = fileURLToPath(new URL("..", import.meta.url));
const patterns = process.argv.slice(2).map((word) => new RegExp(word));
const files = readdirSync(folder, { recursive: true, encoding: "utf8" })
  .filter((file) => file.endsWith(".test.ts") && !file.includes("node_modules"))
  .filter((file) => patterns.length === 0 || patterns.some((pattern) => pattern.test(file)))
  .sort();

/** What breaks things under steady load has the machine for itself. */
const alone = files.filter((file) => file.startsWith("runtime/faults/"));
/** What can run beside anything: it listens on free ports only, and shares no broker with others. */
const anywhere = files.filter((file) => /^(?:generator|browser|package)\//.test(file));
/** What runs one after the other. */
const inTurn = files.filter((file) => !alone.includes(file) && !anywhere.includes(file));

/** Those that take longest, which come first: at the end one process would wait for them alone. */
const long = /new-app|packed|chat\.test|chat-cluster|typescript-versions|golden\.test/;
anywhere.sort((a, b) => Number(long.test(b)) - Number(long.test(a)));

const outcomes = new Map<string, FileOutcome>();
let isBroken = false;

/** Starts a process that takes files from the queues, the first queue first, until none is left. */
async function runQueues(...queues: string[][]): Promise<void> {
  const child = fork(fileURLToPath(new URL("run-files.ts", import.meta.url)), {
    execArgv: ["--import", "tsx"],
    env: { ...process.env, ...(process.stdout.isTTY ? { FORCE_COLOR: "1" } : {}) },
    stdio: ["ignore", "pipe", "inherit", "ipc"],
  });
  let told = "";
  // File by file, or what runs side by side would be mixed.
  const tell = (): void => {
    process.stdout.write(told);
    told = "";
  };
  child.stdout?.setEncoding("utf8").on("data", (chunk: string) => (told += chunk));
  const ended = once(child, "close");
  for (;;) {
    const file = queues.find((queue) => queue.length > 0)?.shift();
    if (file === undefined) break;
    const answer = once(child, "message");
    child.send([file, join(folder, file)]);
    const message = await Promise.race([answer, ended]);
    tell();
    if (child.exitCode !== null || child.signalCode !== null) {
      console.log(`${file} ended the process of the tests`);
      break;
    }
    outcomes.set(file, message[0] as FileOutcome); // all that it sends
  }
  if (child.connected) child.send("end");
  await ended;
  tell();
  if (child.exitCode !== 0) isBroken = true;
}

// Before anything runs side by side that would build it at once.
freshBuild();
await Promise.all([runQueues(anywhere), runQueues(inTurn, anywhere)]);
await runQueues(alone);

const sum = (key: keyof FileOutcome): number =>
  [...outcomes.values()].reduce((all, one) => all + one[key], 0);
const slowest = [...outcomes].sort(([, a], [, b]) => b.seconds - a.seconds).slice(0, 10);
console.log("\n  Longest, in seconds");
for (const [file, { seconds }] of slowest)
  console.log(`  ${seconds.toFixed(1).padStart(6)} ${file}`);
console.log(`\n  All together`);
console.log(`  Total:     ${sum("total")}`);
console.log(`  Passed:    ${sum("passed")}`);
console.log(`  Skipped:   ${sum("skipped")}`);
const isFine = !isBroken && sum("total") > 0 && sum("passed") === sum("total");
process.exitCode = isFine ? 0 : 1;
