import * as assert from "uvu/assert";
import picocolors from "picocolors";
import type { CallModel } from "../../../generator/call-model.ts";
import { findConf } from "../../../generator/conf/find-conf.ts";
import { readConf } from "../../../generator/conf/read-conf.ts";
import { listProject } from "../../../generator/project-list.ts";
import { resolveSettings } from "../../../generator/settings.ts";
import { surveyProject } from "../../../generator/survey.ts";
import { listText } from "../../../generator/terminal/list-text.ts";
import { suite } from "../../support/suite.ts";
import { chatProject, mqantGen, ProjectFolder, startsCommand } from "./project-folder.ts";

/** A second module, which calls the first one in all ways that a list has something to say about. */
const sources: Readonly<Record<string, string>> = {
  ...chatProject,
  "src/bot.ts": `import { BaseModule } from "mqant";
import type { App, ModuleSettings } from "mqant";

export class Bot extends BaseModule {
  override getType(): string {
    return "Bot";
  }
  override async onInit(app: App, settings: ModuleSettings): Promise<void> {
    await super.onInit(app, settings);
    this.server.register("wake", this.wake);
    this.server.registerGO("nap", () => undefined);
  }
  private async wake(other: string): Promise<void> {
    await this.invokeNR("Chat", "HD_Say", []);
    await this.invoke("Chat", "shout", []);
    await this.invoke("Stats", "count", []);
    await this.invoke(other, "wake", []);
    await this.rpcInvoke("Bot", "wake", "");
  }
}
`,
  "server.json": `{
  // Stats has no instance.
  "Module": { "Chat": [{ "Id": "Chat001" }, { "Id": "Chat002" }], },
}
`,
};

suite(
  "mqant-gen list",
  (test) => {
    test("puts registrations, calls and configuration together", async () => {
      using folder = new ProjectFolder(sources);
      const project = folder.file("tsconfig.json");
      const { contract, calls, root } = await surveyProject(await resolveSettings({ project }));
      const list = listProject(contract, calls, readConf(folder.file("server.json")));

      const [bot, chat] = list.modules;
      assert.equal([bot?.instances, chat?.instances], [[], ["Chat001", "Chat002"]]);
      assert.equal(
        chat?.handlers.map(({ name, exposure, order, calls: callers }) => [
          name,
          exposure,
          order,
          ...callers.map(({ from, oneWay, location }) => [...from, oneWay, location.line]),
        ]),
        [["HD_Say", "gate", "serial", ["Bot", true, 14]]],
      );
      assert.equal(
        list.uncalled.map(({ module, handler }) => `${module}.${handler}`),
        ["Bot.nap"],
      );
      const lines = (found: readonly CallModel[]): number[] =>
        found.map(({ location }) => location.line);
      assert.equal(lines(list.notConfigured), [16, 18]);
      assert.equal(lines(list.notRegistered), [15]);
      assert.equal(lines(list.notKnown), [17]);

      const colors = picocolors.createColors(false);
      const text = listText(list, { root, cwd: root, conf: "server.json", colors });
      for (const part of [
        "Bot  src/bot.ts:4:14  not configured\n",
        "  wake  src/bot.ts:13:17  serial\n    <- Bot src/bot.ts:18:33\n",
        "Chat  src/chat.ts:4:14  Chat001, Chat002\n  HD_Say  src/chat.ts:12:11  clients  serial\n    <~ Bot src/bot.ts:14:33\n",
        "Handlers for modules that no call names:\n  src/bot.ts:11:35  Bot.nap\n",
        "Calls to modules that server.json does not have:\n  src/bot.ts:16:32  Bot -> Stats.count\n",
        "Calls of handlers that nobody registers:\n  src/bot.ts:15:31  Bot -> Chat.shout\n",
        "Calls that can't be known before the program runs:\n  src/bot.ts:17:30  Bot -> ?.wake\n",
        "\n2 modules, 3 handlers, 2 calls",
      ]) {
        assert.ok(text.includes(part), `${part} is not in\n${text}`);
      }
    });

    test("is one JSON document with --json, and fails with the problems of the sources", async () => {
      const broken = sources["src/bot.ts"]?.replace("other: string", "other: any") ?? "";
      using folder = new ProjectFolder({ ...sources, "src/bot.ts": broken });
      const { exitCode, stdout } = await mqantGen(folder.path, ["list", "--json"]);
      assert.is(exitCode, 1);
      const { diagnostics } = JSON.parse(stdout) as { diagnostics: { code: string }[] };
      assert.equal(
        diagnostics.map(({ code }) => code),
        ["MQ1021"],
      );
    });
  },
  startsCommand,
);

suite("the configuration that a list is compared with", (test) => {
  test("is the one that is named, or found where programs keep it", () => {
    using folder = new ProjectFolder({ "other.json": "{}", "conf/server.conf": "{}" });
    const at = { cwd: folder.path, env: {} };
    assert.is(findConf(folder.path, at), folder.file("conf/server.conf"));
    assert.is(findConf(folder.path, { ...at, conf: "other.json" }), folder.file("other.json"));
    const env = { MQANT_CONF: "other.json" };
    assert.is(findConf(folder.path, { ...at, env }), folder.file("other.json"));
    assert.throws(
      () => findConf(folder.path, { ...at, conf: "none.json" }),
      /none\.json: no such file/,
    );
    assert.is(findConf(folder.file("src"), at), undefined);
  });

  const broken: readonly (readonly [text: string, message: RegExp])[] = [
    [`{\n  "Module": }`, /server\.json: no JSON: ValueExpected in line 2/],
    [`{ "Module": { "Chat": {} } }`, /server\.json: Module\.Chat: .*expected array/],
    [`{ "Module": { "Chat": [{ "id": "Chat001" }] } }`, /server\.json: Module\.Chat\.0\.Id: /],
  ];
  for (const [text, message] of broken) {
    test(`is refused where it has no modules to compare with: ${text}`, () => {
      using folder = new ProjectFolder({ "server.json": text });
      assert.throws(() => readConf(folder.file("server.json")), message);
    });
  }
});
