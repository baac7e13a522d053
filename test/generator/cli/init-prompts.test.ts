import { existsSync, readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import * as assert from "uvu/assert";
import { Child } from "../../support/child.ts";
import { hasCommand } from "../../support/command.ts";
import { eventually } from "../../support/eventually.ts";
import { suite } from "../../support/suite.ts";
import { TemporaryFolder } from "../../support/temporary-folder.ts";
import { startsCommand } from "./project-folder.ts";

const checkout = fileURLToPath(new URL("../../../", import.meta.url));

const ENTER = "\r";
const CLEAR_LINE = "\u0015";
const CTRL_C = "\u0003";

/** `mqant-gen init game` on a terminal of its own, and somebody who types. */
class Typist implements AsyncDisposable {
  readonly child: Child;
  #read = 0;

  constructor(folder: string, signal: AbortSignal) {
    const words = [process.execPath, "--import", import.meta.resolve("tsx")];
    const command = [...words, `${checkout}generator/cli.ts`, "init", "game"].join(" ");
    // A terminal that nobody looks at has no size of its own.
    const sized = `stty cols 100 rows 40 && exec ${command}`;
    this.child = new Child("script", ["-qec", sized, "/dev/null"], {
      cwd: folder,
      env: { TSX_TSCONFIG_PATH: `${checkout}tsconfig.json`, TERM: "xterm" },
      signal,
    });
  }

  /** Waits until the terminal shows a text that it has not shown before, and types. */
  async answer(shown: string, keys: string): Promise<void> {
    await eventually(
      () => this.child.stdout.includes(shown, this.#read),
      `"${shown}" being shown`,
      60_000,
    );
    this.#read = this.child.stdout.indexOf(shown, this.#read) + shown.length;
    this.child.process.stdin?.write(keys);
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.child[Symbol.asyncDispose]();
  }
}

suite(
  "mqant-gen init on a terminal",
  (test) => {
    if (process.platform !== "linux" || !hasCommand("script")) {
      test.skip("asks", "there is no script command to make a terminal with");
      return;
    }

    test("asks for the name and the ports, and again for what can't be", async (signal) => {
      await using parent = await TemporaryFolder.with();
      await using typist = new Typist(parent.path, signal);
      await typist.answer("Name", ENTER);
      await typist.answer("Port for clients by TCP", `${CLEAR_LINE}70000${ENTER}`);
      await typist.answer("expected a port, from 1 to 65535", `${CLEAR_LINE}4000${ENTER}`);
      await typist.answer("Port for clients by WebSocket", `${CLEAR_LINE}4000${ENTER}`);
      await typist.answer("expected another port than above", `${CLEAR_LINE}4001${ENTER}`);
      await typist.answer("Port of the page", ENTER);
      assert.is(await typist.child.ends(), 0);
      assert.match(typist.child.stdout, /written \d+ files to game/);
      const read = (name: string): string => readFileSync(parent.file(`game/${name}`), "utf8");
      assert.match(read("package.json"), `"name": "game"`);
      assert.match(read("server.json"), `"TCPAddr": ":4000"`);
      assert.match(read("server.json"), `"HTTPPort": 8080, "GatePort": 4001`);
    });

    for (const [keys, name] of [
      [CTRL_C, "Ctrl-C"],
      ["\u001b", "Escape"],
    ] as const) {
      test(`${name} among the questions leaves nothing behind`, async (signal) => {
        await using parent = await TemporaryFolder.with();
        await using typist = new Typist(parent.path, signal);
        await typist.answer("Name", ENTER);
        await typist.answer("Port for clients by TCP", keys);
        assert.is(await typist.child.ends(), 2);
        assert.match(typist.child.stdout, "Nothing was written.");
        assert.not.ok(existsSync(parent.file("game")));
        assert.equal(readdirSync(parent.path), []);
      });
    }

    test("asks nothing for a folder that it would refuse", async (signal) => {
      await using parent = await TemporaryFolder.with({ "game/mine.ts": "export {};" });
      await using typist = new Typist(parent.path, signal);
      assert.is(await typist.child.ends(), 2);
      assert.match(typist.child.stdout, "is not empty: it holds mine.ts");
      assert.not.match(typist.child.stdout, "Name");
    });
  },
  startsCommand,
);
