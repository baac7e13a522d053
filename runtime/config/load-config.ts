import { open, stat } from "node:fs/promises";
import { TextDecoder } from "node:util";
import type { Config } from "./config.ts";
import { ConfigError, wholeFileProblem } from "./config-error.ts";
import { readFlags } from "./flags.ts";
import { MAX_CONFIG_BYTES, parseConfig } from "./parse-config.ts";

/**
 * Reads and checks a configuration file.
 *
 * @param path - Defaults to `--conf` of the command line, then `MQANT_CONF` of the environment, then
 *   `server.json` in the working directory.
 * @throws {ConfigError} if the file can't be read, or with every problem in it.
 */
export async function loadConfig(path?: string): Promise<Config> {
  const file = path ?? readFlags(process.argv.slice(2), process.env).conf;
  return parseConfig(await readText(file), file);
}

async function readText(file: string): Promise<string> {
  const bytes = await readBytes(file).catch((error: unknown) => {
    if (error instanceof ConfigError) throw error;
    throw unusable(file, "a file that can be read", reasonOf(error));
  });
  if (bytes.length > MAX_CONFIG_BYTES)
    throw unusable(file, `at most ${MAX_CONFIG_BYTES} bytes`, "more");
  try {
    const text = new TextDecoder("utf-8", { fatal: true }).decode(bytes);
    if (!text.includes("\0")) return text;
  } catch {
    // Not UTF-8: told below, like zero bytes.
  }
  throw unusable(file, "JSON in UTF-8", "bytes that are no such text");
}

async function readBytes(file: string): Promise<Uint8Array> {
  // Asked before opening: to open a pipe would wait for its writer.
  const kind = await stat(file);
  if (kind.isDirectory()) throw unusable(file, "a file", "a directory");
  if (!kind.isFile()) throw unusable(file, "a file", "something else, such as a pipe or a device");
  await using handle = await open(file);
  const buffer = new Uint8Array(MAX_CONFIG_BYTES + 1);
  let length = 0;
  while (length < buffer.length) {
    const { bytesRead } = await handle.read(buffer, length);
    if (bytesRead === 0) break;
    length += bytesRead;
  }
  return buffer.subarray(0, length);
}

function unusable(file: string, expected: string, found: string): ConfigError {
  return new ConfigError([wholeFileProblem(file, expected, found)]);
}

const REASONS: Partial<Record<string, string>> = {
  ENOENT: "no file of that name",
  ENOTDIR: "no file of that name",
  EACCES: "one that this user may not read",
  EPERM: "one that this user may not read",
};

function reasonOf(error: unknown): string {
  const code = error instanceof Error && "code" in error ? String(error.code) : "an unknown error";
  return REASONS[code] ?? code;
}
