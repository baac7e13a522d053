import { existsSync, mkdirSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import * as assert from "uvu/assert";
import { defaultValues } from "../../../generator/init/app-values.ts";
import { initApp } from "../../../generator/init/init-app.ts";
import { suite } from "../../support/suite.ts";
import { TemporaryFolder } from "../../support/temporary-folder.ts";
import { mqantGen, startMqantGen, startsCommand } from "./project-folder.ts";

const checkout = fileURLToPath(new URL("../../..", import.meta.url));

interface Manifest {
  name: string;
  version: string;
  dependencies: Record<string, string>;
  devDependencies: Record<string, string>;
}

function manifest(folder: string): Manifest {
  return JSON.parse(readFileSync(join(folder, "package.json"), "utf8")) as Manifest;
}

suite("a new app", (test) => {
  test("has its name and ports everywhere", async () => {
    await using parent = await TemporaryFolder.with();
    const folder = parent.file("My Game");
    // What one value is may be what another was.
    const values = { name: "my-game", tcpPort: 8080, wsPort: 3563, httpPort: 3653 };
    const files = initApp(folder, values);
    const read = (name: string): string => readFileSync(join(folder, name), "utf8");
    for (const name of [".github/workflows/ci.yml", ".gitignore", ".vscode/settings.json"]) {
      assert.ok(files.includes(name), name);
      assert.ok(existsSync(join(folder, name)));
    }
    assert.is(manifest(folder).name, "my-game");
    assert.match(read("page/index.html"), "<title>my-game</title>");
    assert.match(read("server.json"), '"TCPAddr": ":8080"');
    assert.match(read("server.json"), '"WSAddr": ":3563"');
    assert.match(read("server.json"), '"HTTPPort": 3653, "GatePort": 3563');
    assert.match(read("server.json"), '["http://localhost:3653"');
    assert.match(read("README.md"), "# my-game");
    assert.not.match(files.map(read).join("\n"), "my-app");
  });

  test("is named after its folder, as far as that is a name", () => {
    assert.is(defaultValues("/home/ann/My Game!").name, "my-game");
    assert.is(defaultValues("/home/ann/游戏").name, "my-app");
  });

  test("stands on the versions that are tested here", async () => {
    await using folder = await TemporaryFolder.with();
    initApp(folder.path, defaultValues(folder.path));
    const ours = manifest(checkout);
    const tested: Record<string, string> = {
      ...ours.devDependencies,
      ...ours.dependencies,
      "mqant-gen": ours.version,
    };
    const { dependencies, devDependencies } = manifest(folder.path);
    for (const [name, version] of Object.entries({ ...dependencies, ...devDependencies })) {
      assert.is(version, tested[name], name);
    }
  });

  test("goes into a fresh repository, and into nothing else that holds something", async () => {
    await using folder = await TemporaryFolder.with();
    mkdirSync(folder.file(".git"));
    const values = defaultValues(folder.path);
    assert.ok(initApp(folder.path, values).length > 10);
    const before = readdirSync(folder.path);
    assert.throws(
      () => initApp(folder.path, values),
      /is not empty: it holds \.editorconfig and \d+ more/,
    );
    assert.equal(readdirSync(folder.path), before);
    assert.throws(
      () => initApp(folder.file("package.json"), values),
      /is no folder that can be used/,
    );
  });

  test("needs three ports that differ", async () => {
    await using folder = await TemporaryFolder.with();
    const values = { ...defaultValues(folder.path), wsPort: 3563 };
    assert.throws(
      () => initApp(folder.path, values),
      /the ports 3563, 3563 and 8080 have to differ/,
    );
    assert.equal(readdirSync(folder.path), []);
  });
});

suite(
  "mqant-gen init",
  (test) => {
    test("asks nothing where nobody can answer, and tells what comes next", async () => {
      await using parent = await TemporaryFolder.with();
      const { exitCode, stdout } = await startMqantGen(parent.path, [
        "init",
        "my game",
        "--http-port",
        "80",
      ]);
      assert.is(exitCode, 0);
      assert.match(stdout, /^written \d+ files to my game\n/);
      assert.match(stdout, `  cd "my game"\n  npm install && npm start\n`);
      assert.match(stdout, "http://localhost:80,");

      const again = await mqantGen(parent.path, ["init", "my game", "--json"]);
      assert.is(again.exitCode, 2);
      const { problems } = JSON.parse(again.stdout) as { problems: { message: string }[] };
      assert.match(problems[0]?.message ?? "", "is not empty");
    });

    const wrong: readonly (readonly [args: readonly string[], message: RegExp])[] = [
      [["init"], /missing required argument 'folder'/],
      [["init", "game", "--ws-port", "0"], /expected a port, from 1 to 65535/],
      [["init", "game", "--name", "My Game"], /expected lower-case letters/],
    ];
    for (const [args, message] of wrong) {
      test(`exits with 2: ${args.join(" ")}`, async () => {
        await using parent = await TemporaryFolder.with();
        const { exitCode, stderr } = await mqantGen(parent.path, args);
        assert.is(exitCode, 2);
        assert.match(stderr, message);
        assert.equal(readdirSync(parent.path), []);
      });
    }
  },
  startsCommand,
);
