#!/usr/bin/env node
import { answerFromCache } from "./cache/answer-from-cache.ts";

const key = { cwd: process.cwd(), args: process.argv.slice(2) };
if (!(await answerFromCache(key, performance.now()))) {
  const { runCommandLine } = await import("./command-line.ts");
  await runCommandLine();
}
