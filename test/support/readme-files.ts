import { readFile } from "node:fs/promises";

const README = new URL("../../README.md", import.meta.url);

/** The files that README.md shows: code blocks that begin with a comment naming them. */
export async function readmeFiles(): Promise<Map<string, string>> {
  const text = await readFile(README, "utf8");
  const blocks = text.matchAll(/^```(?:ts|json)\n\/\/ (\S+)\n([^]*?)^```$/gm);
  return new Map([...blocks].map(([, name = "", code = ""]) => [name, code]));
}
