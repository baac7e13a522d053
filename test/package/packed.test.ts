import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { readdir } from "node:fs/promises";
import { connect } from "node:net";
import { basename } from "node:path";
import { fileURLToPath } from "node:url";
import * as assert from "uvu/assert";
import { Child } from "../support/child.ts";
import { eventually } from "../support/eventually.ts";
import { readmeFiles } from "../support/readme-files.ts";
import { suite } from "../support/suite.ts";
import { TemporaryFolder } from "../support/temporary-folder.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));

function run(cwd: string, command: string, ...args: string[]): string {
  const { status, stdout, stderr } = spawnSync(command, args, { cwd, encoding: "utf8" });
  assert.is(status, 0, `${command} ${args.join(" ")}\n${stdout}\n${stderr}`);
  return stdout;
}

/** Packs both packages as they would be published. */
async function pack(folder: TemporaryFolder): Promise<string[]> {
  run(root, "npm", "pack", "--workspace", "mqant", "--pack-destination", folder.path);
  run(root, "npm", "pack", "--pack-destination", folder.path);
  const names = await readdir(folder.path);
  return names.filter((name) => name.endsWith(".tgz")).map((name) => folder.file(name));
}

// Installing takes its time on a slow line.
const timeoutMs = 300_000;

suite(
  "packed packages",
  (test) => {
    test("the README's first program is installed, generated, type-checked and run in an empty folder", async (signal) => {
      await using tarballs = await TemporaryFolder.with();
      const packed = await pack(tarballs);
      assert.is(packed.length, 2);

      await using folder = await TemporaryFolder.with({ "package.json": `{ "type": "module" }` });
      const files = await readmeFiles();
      for (const [name, text] of files) await folder.write(name, text);
      const others = ["zod", "mqtt", "typescript", "tsx", "@types/node"].map((name) =>
        pinned(name),
      );
      run(
        folder.path,
        "npm",
        "install",
        "--no-audit",
        "--no-fund",
        "--prefer-offline",
        ...packed,
        ...others,
      );

      assert.match(run(folder.path, "npx", "mqant-gen"), /0 errors/);
      assert.match(run(folder.path, "npx", "mqant-gen", "--check"), /0 errors/);
      run(folder.path, "npx", "tsc");

      const server = folder.file("server.json");
      await folder.write("server.json", (files.get("server.json") ?? "").replace(":3653", ":0"));
      const args = ["tsx", "src/main.ts", "--conf", server];
      await using program = new Child("npx", args, { cwd: folder.path, signal });
      await program.prints("Chat@Chat001 is up");
      await eventually(() => accepts(3563), "the gate listens");
      await using client = new Child("npx", ["tsx", "src/client.ts"], { cwd: folder.path, signal });
      await client.prints(/Ann: hello/);
      assert.match(client.stdout, /\[ 'Ann' \]/);
    });

    test("a production install of the runtime holds neither the generator nor a compiler", async () => {
      await using tarballs = await TemporaryFolder.with();
      const packed = await pack(tarballs);
      await using folder = await TemporaryFolder.with({ "package.json": `{ "type": "module" }` });
      const runtime = packed.filter((file) => /^mqant-\d/.test(basename(file)));
      const flags = ["--omit=dev", "--no-audit", "--no-fund", "--prefer-offline"];
      run(folder.path, "npm", "install", ...flags, ...runtime, pinned("zod"));
      const installed = await readdir(folder.file("node_modules"));
      assert.ok(installed.includes("mqant"));
      for (const name of ["typescript", "ts-morph", "handlebars", "mqant-gen"]) {
        assert.not(installed.includes(name), name);
      }
    });
  },
  { timeoutMs },
);

/** `name@version` as this repository has it. */
function pinned(name: string): string {
  const file = new URL(`../../node_modules/${name}/package.json`, import.meta.url);
  const { version } = JSON.parse(readFileSync(file, "utf8")) as { version: string };
  return `${name}@${version}`;
}

function accepts(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, "127.0.0.1");
    socket.on("connect", () => resolve(true)).on("error", () => resolve(false));
    socket.on("connect", () => socket.destroy());
  });
}
