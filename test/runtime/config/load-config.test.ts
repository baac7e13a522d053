import { execFile, execFileSync } from "node:child_process";
import { chmod, mkdir, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import * as assert from "uvu/assert";
import { loadConfig } from "../../../runtime/config/load-config.ts";
import { suite } from "../../support/suite.ts";
import { TemporaryFolder } from "../../support/temporary-folder.ts";
import { configRejection } from "./config-errors.ts";

const SERVER_CONF = fileURLToPath(new URL("mqant-server.conf", import.meta.url));
const LOADER = fileURLToPath(new URL("print-config.ts", import.meta.url));
const run = promisify(execFile);

suite("load a configuration", (test) => {
  test("the path that is given is read", async () => {
    const config = await loadConfig(SERVER_CONF);
    assert.is(config.file, SERVER_CONF);
    assert.is(config.modules.length, 7);
  });

  test("a link to a file is as good as the file", async () => {
    await using folder = await TemporaryFolder.with();
    await symlink(SERVER_CONF, join(folder.path, "link.json"));
    const config = await loadConfig(join(folder.path, "link.json"));
    assert.is(config.modules.length, 7);
  });

  test("what can't be read is named, with the reason", async () => {
    await using folder = await TemporaryFolder.with();
    const at = (name: string) => join(folder.path, name);
    await mkdir(at("directory"));
    await writeFile(at("binary"), Uint8Array.of(0x7f, 0x45, 0x4c, 0x46, 0xff, 0xfe, 0x00));
    await writeFile(at("zeros"), new Uint8Array(64));
    await writeFile(at("utf16"), Buffer.from('\uFEFF{"Module":{}}', "utf16le"));
    await writeFile(at("large"), `{"Module":{}}${" ".repeat(1024 * 1024)}`);
    await writeFile(at("empty"), "");
    execFileSync("mkfifo", [at("pipe")]);

    const reasons: Record<string, string> = {
      missing: "expected a file that can be read, found no file of that name",
      "empty/below": "expected a file that can be read, found no file of that name",
      directory: "expected a file, found a directory",
      pipe: "expected a file, found something else, such as a pipe or a device",
      binary: "expected JSON in UTF-8, found bytes that are no such text",
      zeros: "expected JSON in UTF-8, found bytes that are no such text",
      utf16: "expected JSON in UTF-8, found bytes that are no such text",
      large: "expected at most 1048576 bytes, found more",
    };
    for (const [name, reason] of Object.entries(reasons)) {
      const error = await configRejection(loadConfig(at(name)));
      assert.is(error.message, `${at(name)}: ${reason}`);
      assert.is(error.stack, `ConfigError: ${error.message}`);
    }
    const empty = await configRejection(loadConfig(at("empty")));
    assert.is(empty.message, `${at("empty")}:1:1: expected an object, found an empty file`);
  });

  test("a file that this user may not read is told so", async () => {
    await using folder = await TemporaryFolder.with();
    const file = join(folder.path, "locked.json");
    await writeFile(file, "{}");
    await chmod(file, 0o000);
    const error = await asNobody(() => configRejection(loadConfig(file)));
    assert.match(error.message, /found one that this user may not read$/u);
  });

  test("a device that never ends is not read", async () => {
    const error = await configRejection(loadConfig("/dev/zero"));
    assert.match(error.message, /^\/dev\/zero: expected a file/u);
  });

  test("without a path: --conf, then MQANT_CONF, then server.json where the program runs", async () => {
    await using folder = await TemporaryFolder.with();
    for (const name of ["flag.json", "environment.json", "server.json"]) {
      await writeFile(join(folder.path, name), '{"Module":{}}');
    }
    const loaded = async (args: string[], environment: string) => {
      const { stdout } = await run(
        process.execPath,
        ["--import", import.meta.resolve("tsx"), LOADER, ...args],
        { cwd: folder.path, env: { ...process.env, MQANT_CONF: environment } },
      );
      return stdout.trim();
    };
    assert.equal(
      await Promise.all([
        loaded(["-conf", "flag.json"], "environment.json"),
        loaded(["--room", "lobby"], "environment.json"),
        loaded([], ""),
      ]),
      ["flag.json", "environment.json", "server.json"],
    );
  });
});

/** Root may read everything, so it does this as somebody else. */
async function asNobody<T>(work: () => Promise<T>): Promise<T> {
  if (process.geteuid?.() !== 0) return await work();
  process.seteuid?.(65_534);
  try {
    return await work();
  } finally {
    process.seteuid?.(0);
  }
}
