// node generator-watch-worker.ts <project>: prints how long changes take to be written, by kind.
import { readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { watch } from "mqant-gen";
import { spread, type Spread } from "./rounds.ts";

/** Of each kind. */
const CHANGES = 20;

/** Nobody saves files faster: what is left to do after a change, such as looking whether there was another, is done. */
const PAUSE_MS = 300;

/** How long changes take to be written, in milliseconds. */
export interface ChangeTimes {
  /** A type of many handlers gets another property. */
  readonly edit: Spread;
  /** The file of a module comes, gets another name, and goes. */
  readonly files: Spread;
}

const [, , folder = ""] = process.argv;
let tell: (() => void) | undefined;
const watching = await watch({ cwd: folder, onRun: () => tell?.() });
// What changed before the watch began has been looked for.
await new Promise((resolve) => setTimeout(resolve, 1000));

async function timed(change: () => void): Promise<number> {
  await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
  const written = new Promise<void>((resolve) => (tell = resolve));
  const begun = performance.now();
  change();
  await written;
  return performance.now() - begun;
}

const source = (name: string): string => join(folder, "src", name);
const dto = readFileSync(source("dto0.ts"), "utf8");
const another = readFileSync(source("module0.ts"), "utf8").replaceAll("Module0", "Another");
const edits: number[] = [];
const files: number[] = [];
for (let change = 0; change < CHANGES; change++) {
  const edited = dto.replace("buyer: string;", `buyer: string; note${change}: string;`);
  edits.push(await timed(() => writeFileSync(source("dto0.ts"), edited)));
}
while (files.length < CHANGES) {
  files.push(
    await timed(() => writeFileSync(source("new.ts"), another)),
    await timed(() => renameSync(source("new.ts"), source("renamed.ts"))),
    await timed(() => rmSync(source("renamed.ts"))),
  );
}
await watching.close();
const times: ChangeTimes = { edit: spread(edits), files: spread(files) };
console.log(JSON.stringify(times));
