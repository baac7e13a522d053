// node generator-watch-worker.ts <project>: prints how long a change of one file takes to be written.
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { watch } from "mqant-gen";
import { spread } from "./rounds.ts";

const CHANGES = 20;

const [, , folder = ""] = process.argv;
let tell: (() => void) | undefined;
const watching = await watch({ cwd: folder, onRun: () => tell?.() });
const file = join(folder, "src/dto0.ts");
const text = readFileSync(file, "utf8");
// What changed before the watch began has been looked for.
await new Promise((resolve) => setTimeout(resolve, 1000));
const times: number[] = [];
for (let change = 0; change < CHANGES; change++) {
  const written = new Promise<void>((resolve) => (tell = resolve));
  const begun = performance.now();
  writeFileSync(file, text.replace("buyer: string;", `buyer: string; note${change}: string;`));
  await written;
  times.push(performance.now() - begun);
}
await watching.close();
console.log(JSON.stringify(spread(times)));
