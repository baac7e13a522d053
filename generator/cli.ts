#!/usr/bin/env node
import { answerFromCache } from "./cache/answer-from-cache.ts";

async function run(): Promise<void> {
  const key = { cwd: process.cwd(), args: process.argv.slice(2) };
  if (await answerFromCache(key, performance.now())) return;
  const { runCommandLine } = await import("./command-line.ts");
  await runCommandLine();
}

/** Settles when the command has ended. */
export const ended: Promise<void> = run();
