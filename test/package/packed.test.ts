import { spawnSync } from "node:child_process";
import { readdir } from "node:fs/promises";
import { basename } from "node:path";
import * as assert from "uvu/assert";
import { chatProject } from "../generator/cli/project-folder.ts";
import { accepts } from "../support/accepts.ts";
import { Child } from "../support/child.ts";
import { eventually } from "../support/eventually.ts";
import { readmeFiles } from "../support/readme-files.ts";
import { suite } from "../support/suite.ts";
import { TemporaryFolder } from "../support/temporary-folder.ts";
import { install, pack, pinned, run } from "./packed-packages.ts";

// Installing takes its time on a slow line.
const timeoutMs = 300_000;

suite(
  "packed packages",
  (test) => {
    test("the README's first program is installed, generated, type-checked and run in an empty folder", async (signal) => {
      const packed = await pack();
      assert.is(packed.length, 2);

      await using folder = await TemporaryFolder.with({ "package.json": `{ "type": "module" }` });
      const files = await readmeFiles();
      for (const [name, text] of files) await folder.write(name, text);
      const peers = ["zod", "prom-client", "@redis/client"];
      const others = [...peers, "mqtt", "typescript", "tsx", "@types/node"].map((name) =>
        pinned(name),
      );
      install(folder.path, ...packed, ...others);

      assert.match(run(folder.path, "npx", "mqant-gen"), /0 errors/);
      assert.match(run(folder.path, "npx", "mqant-gen", "--check"), /0 errors/);
      run(folder.path, "npx", "tsc");
      for (const entry of ["mqant/redis", "mqant/prometheus"]) {
        run(
          folder.path,
          "node",
          "--input-type=module",
          "--eval",
          `import ${JSON.stringify(entry)}`,
        );
      }

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

    test("examples are not run without mqtt, which has to be installed for it", async () => {
      const packed = await pack();
      await using folder = await TemporaryFolder.with({
        ...chatProject,
        "package.json": `{ "type": "module" }`,
      });
      install(folder.path, ...packed, ...["zod", "@types/node"].map((name) => pinned(name)));
      assert.not((await readdir(folder.file("node_modules"))).includes("mqtt"));
      const args = ["mqant-gen", "docs", "--gate", "ws://127.0.0.1:3653"];
      const { status, stdout, stderr } = spawnSync("npx", args, {
        cwd: folder.path,
        encoding: "utf8",
      });
      assert.equal(
        [status, stdout, stderr.replace(/^\w+ …\n/gm, "")],
        [2, "", "error: --gate: the package mqtt is needed: npm install --save-dev mqtt\n"],
      );
      assert.not((await readdir(folder.path)).includes("docs"));
    });

    test("a production install of the runtime holds neither the generator nor a compiler", async () => {
      const packed = await pack();
      await using folder = await TemporaryFolder.with({ "package.json": `{ "type": "module" }` });
      const runtime = packed.filter((file) => /^mqant-\d/.test(basename(file)));
      install(folder.path, "--omit=dev", ...runtime, pinned("zod"));
      const installed = await readdir(folder.file("node_modules"));
      assert.ok(installed.includes("mqant"));
      const optional = ["@redis", "prom-client"];
      for (const name of [...optional, "typescript", "ts-morph", "handlebars", "mqant-gen"]) {
        assert.not(installed.includes(name), name);
      }
    });
  },
  { timeoutMs },
);
