import * as assert from "uvu/assert";
import { suite } from "../../support/suite.ts";
import {
  chatProject,
  mqantGen,
  ProjectFolder,
  startMqantGen,
  startsCommand,
} from "./project-folder.ts";

suite(
  "commands that describe a project",
  (test) => {
    test("write a page and an AsyncAPI document, and tell when they are stale", async () => {
      using folder = new ProjectFolder(chatProject);
      const before = await mqantGen(folder.path, ["docs", "--check", "--json"]);
      assert.is(before.exitCode, 3, before.stderr);
      const written = await startMqantGen(folder.path, ["docs", "-o", "public"]);
      assert.is(written.exitCode, 0, written.stderr);
      assert.match(written.stdout, "written public/index.html\nwritten public/asyncapi.yaml\n");
      assert.match(folder.read("public/index.html"), "Chat/HD_Say/1");
      assert.match(folder.read("public/asyncapi.yaml"), "address: Chat/HD_Say/{msgId}");
    });

    test("run examples only where they know a gate, and never to compare", async () => {
      using folder = new ProjectFolder(chatProject);
      const lost = await mqantGen(folder.path, ["docs", "--gate"]);
      assert.is(lost.exitCode, 2);
      assert.match(lost.stderr, "--gate: expected an address, such as ws://127.0.0.1:3653");
      const both = await mqantGen(folder.path, ["docs", "--gate", "ws://127.0.0.1:1", "--check"]);
      assert.is(both.exitCode, 2);
      assert.match(both.stderr, "it does not go with --check");
    });

    test("draw the modules, in the format that the file's name says", async () => {
      using folder = new ProjectFolder(chatProject);
      const { exitCode, stdout, stderr } = await mqantGen(folder.path, ["graph"]);
      assert.is(exitCode, 0, stderr);
      assert.match(stdout, 'clients -->|"HD_Say"| m0');
      const picture = await startMqantGen(folder.path, ["graph", "--out", "modules.svg", "--json"]);
      assert.is(picture.exitCode, 0, picture.stderr);
      assert.match(folder.read("modules.svg"), "HD_Say</text>");
      const { edges } = JSON.parse(picture.stdout) as { edges: { kind: string }[] };
      assert.equal(
        edges.map(({ kind }) => kind),
        ["request"],
      );
      const wrong = await mqantGen(folder.path, ["graph", "--out", "modules.png"]);
      assert.is(wrong.exitCode, 2);
      assert.match(wrong.stderr, "expected a file that ends in .svg or .mmd");
    });
  },
  startsCommand,
);
