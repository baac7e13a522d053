import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";

/** The statements of a specification that names of tests in a folder cite, such as `[MQTT-3.1.0-2]`, sorted. */
export async function citedStatements(folder: string): Promise<string[]> {
  const cited = new Set<string>();
  for (const name of await readdir(folder)) {
    if (!name.endsWith(".test.ts")) continue;
    const text = await readFile(join(folder, name), "utf8");
    for (const [, id] of text.matchAll(/\[(MQTT-[\d.]+-\d+)\]/gu))
      if (id !== undefined) cited.add(id);
  }
  return [...cited].toSorted();
}
