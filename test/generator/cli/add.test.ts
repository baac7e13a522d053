import { existsSync } from "node:fs";
import * as assert from "uvu/assert";
import { addHandler } from "../../../generator/add-handler.ts";
import { addModule } from "../../../generator/add-module.ts";
import { generate } from "../../../generator/generate.ts";
import { resolveSettings } from "../../../generator/settings.ts";
import { suite } from "../../support/suite.ts";
import {
  chatProject,
  mqantGen,
  ProjectFolder,
  startMqantGen,
  startsCommand,
} from "./project-folder.ts";

const files: Readonly<Record<string, string>> = {
  ...chatProject,
  "src/main.ts": `import { createApp, Gate } from "mqant";
import { Chat } from "./chat.ts";

await createApp().run(new Gate(), new Chat());
`,
  "server.json": `{
  // One process.
  "Module": {
    "Chat": [{ "Id": "Chat001", "ProcessID": "development" }]
  }
}
`,
};

// Each step opens the project anew, which takes its time on a busy machine.
suite(
  "mqant-gen add",
  (test) => {
    test("makes a module that runs, and a handler of it that the generator takes", async () => {
      using folder = new ProjectFolder(files);
      const project = folder.file("tsconfig.json");
      const settings = await resolveSettings({ project });
      const { files: changed, left } = await addModule("LoginDesk", settings, {
        cwd: folder.path,
        env: {},
      });
      assert.equal(left, []);
      assert.equal(
        changed.map(({ path, status }) => [path, status]),
        [
          [folder.file("src/login-desk.ts"), "written"],
          [folder.file("src/main.ts"), "changed"],
          [folder.file("server.json"), "changed"],
        ],
      );
      assert.match(folder.read("src/main.ts"), "run(new Gate(), new Chat(), new LoginDesk());");
      assert.match(folder.read("src/main.ts"), `import { LoginDesk } from "./login-desk.ts";`);
      assert.match(folder.read("server.json"), `"LoginDesk": [{ "Id": "LoginDesk001"`);

      await addHandler("LoginDesk.HD_Enter", { serial: true, client: false }, settings);
      const { contract, diagnostics } = await generate({ project });
      assert.equal(diagnostics, []);
      const module = contract.modules.find(({ type }) => type === "LoginDesk");
      assert.equal(
        module?.handlers.map(({ name, order, session }) => [name, order, session]),
        [["HD_Enter", "serial", true]],
      );
    });

    test("says what it could not do", async () => {
      using folder = new ProjectFolder(chatProject);
      const settings = await resolveSettings({ project: folder.file("tsconfig.json") });
      const { files: changed, left } = await addModule("Login", settings, {
        cwd: folder.path,
        env: {},
      });
      assert.is(changed.length, 1);
      assert.equal(left, [
        "pass new Login() to app.run(…): no call of it was found",
        "add Login to the configuration: none was found; --conf names it",
      ]);
    });

    test("refuses what is there, and what is no name, before anything is written", async () => {
      using folder = new ProjectFolder({ ...files, "src/lobby.ts": "export {};\n" });
      const settings = await resolveSettings({ project: folder.file("tsconfig.json") });
      const place = { cwd: folder.path, env: {} };
      const before = folder.read("src/chat.ts");
      const wish = { serial: false, client: false };
      const refusals: readonly (readonly [work: () => Promise<unknown>, message: RegExp])[] = [
        [
          () => addModule("Chat", settings, place),
          /there is a module Chat already, at src\/chat\.ts:4/,
        ],
        [
          () => addModule("chat room", settings, place),
          /"chat room" is no name for a module class/,
        ],
        [() => addModule("Lobby", settings, place), /src\/lobby\.ts is there already/],
        [
          () => addHandler("Chat.HD_Say", wish, settings),
          /Chat registers HD_Say already, at src\/chat\.ts:10/,
        ],
        [() => addHandler("Caht.HD_Say", wish, settings), /no module Caht; did you mean "Chat"\?/],
        [() => addHandler("Chat.HD_a/b", wish, settings), /"HD_a\/b" is no name for a method/],
        [
          () => addHandler("Chat", wish, settings),
          /"Chat" names no handler; expected Module\.name/,
        ],
      ];
      for (const [work, message] of refusals) {
        let thrown: unknown;
        await work().catch((error: unknown) => (thrown = error));
        assert.match(String(thrown), message);
      }
      assert.is(folder.read("src/chat.ts"), before);
      assert.is(folder.read("server.json"), files["server.json"]);
    });

    test("tells what it did, and generates", async () => {
      using folder = new ProjectFolder(files);
      const { exitCode, stdout } = await startMqantGen(folder.path, [
        "add",
        "handler",
        "Chat.count",
      ]);
      assert.is(exitCode, 0);
      assert.match(
        stdout,
        "changed src/chat.ts: the handler count, its method count and its types\ngenerated 9 files\n",
      );
      assert.ok(existsSync(folder.file("src/generated/chat.client.ts")));
    });

    test("suggests what was meant", async () => {
      using folder = new ProjectFolder();
      const { exitCode, stderr } = await mqantGen(folder.path, ["add", "handlr", "Chat.count"]);
      assert.is(exitCode, 2);
      assert.match(stderr, /unknown command 'handlr'\n\(Did you mean handler\?\)/);
    });
  },
  startsCommand,
);
