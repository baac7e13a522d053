import path from "node:path";
import * as assert from "uvu/assert";
import type { CallModel } from "../../../generator/call-model.ts";
import { resolveSettings } from "../../../generator/settings.ts";
import { type Survey, surveyProject } from "../../../generator/survey.ts";
import { suite } from "../../support/suite.ts";
import { moduleSource, SourceProject, type Sources } from "./sources.ts";

/** What is called: two handlers of one module, one with a name that is no identifier, and another module. */
const callees: Sources = {
  "src/login.ts": moduleSource(
    `    this.server.registerGO("getRand", this.getRand);
    this.server.registerGO("odd name", this.oddName);`,
    `  private getRand(max: number): number { return max; }
  private oddName(): void {}`,
  ),
  "src/room.ts": moduleSource(
    `    this.server.registerGO("open", this.open);`,
    `  private open(): void {}`,
    { type: "Room" },
  ),
};

async function survey(sources: Sources): Promise<Survey> {
  using project = new SourceProject({ ...callees, ...sources });
  return await surveyProject(
    await resolveSettings({ project: path.join(project.root, "tsconfig.json") }),
  );
}

/** A call in one line: `Chat -> Login@Login001.getRand src/chat.ts:5`, with `->>` for one-way calls. */
function line({ from, target, instance, handler, oneWay, location }: CallModel): string {
  const at = instance === undefined ? "" : `@${instance}`;
  const arrow = oneWay ? "->>" : "->";
  const place = `${location.file}:${location.line}`;
  return `${from.join("+")} ${arrow} ${target ?? "?"}${at}.${handler ?? "?"} ${place}`.trimStart();
}

/** The calls of a module `Chat` whose onInit is this, one per line from line 6 on. */
async function callsOf(
  statements: readonly string[],
  more: { above?: string; members?: string; sources?: Sources } = {},
): Promise<string[]> {
  const above = `import { LoginClient } from "./generated/login.client.ts"; ${more.above ?? ""}\n`;
  const { calls, diagnostics } = await survey({
    "src/chat.ts": moduleSource(statements.join("\n"), more.members, { type: "Chat", above }),
    ...more.sources,
  });
  assert.equal(
    diagnostics.filter(({ severity }) => severity === "error"),
    [],
  );
  return calls.map(line);
}

suite("calls that name target and handler", (test) => {
  test("are read by value, whatever form it has", async () => {
    const calls = await callsOf(
      [
        `await this.rpcInvoke("Login", "getRand", 1);`,
        `await this.rpcInvokeNR("Room", "open");`,
        `await this.withOptions({ timeoutMs: 5 }).rpcInvoke(LOGIN, NAMES.rand, 1);`,
        "await app.rpcInvoke(`${LOGIN}@Login001`, `get${'Rand'}`, 1);",
        "await this.rpcInvoke(`Login@${settings.id}`, 'getRand', 1);",
        `const target = "Login@" + settings.id; await this.rpcInvoke(target as "Login", "getRand", 1);`,
        `const inTime = this.withOptions({}); await inTime.rpcInvoke("Room", "open");`,
        `await this.invoke("Login", "getRand", [1]);`,
        `await this.invokeNR("Elsewhere", "unheard", []);`,
      ],
      { above: `const LOGIN = "Login"; const NAMES = { rand: "getRand" } as const;` },
    );
    assert.equal(calls, [
      "Chat -> Login.getRand src/chat.ts:6",
      "Chat ->> Room.open src/chat.ts:7",
      "Chat -> Login.getRand src/chat.ts:8",
      "Chat -> Login@Login001.getRand src/chat.ts:9",
      "Chat -> Login.getRand src/chat.ts:10",
      "Chat -> Login.getRand src/chat.ts:11",
      "Chat -> Room.open src/chat.ts:12",
      "Chat -> Login.getRand src/chat.ts:13",
      "Chat ->> Elsewhere.unheard src/chat.ts:14",
    ]);
  });

  test("are read by type where the value is chosen at run time", async () => {
    const calls = await callsOf([`await this.ask("Login");`], {
      above: `import type { Target } from "mqant";`,
      members: `  private async ask(one: Target<"Login">) { await this.rpcInvoke(one, "getRand", 1); }
  private async either(of: "Login" | "Room", name: "open" | "close") { await this.invoke(of, name, []); }`,
    });
    assert.equal(calls, [
      "Chat -> Login.getRand src/chat.ts:8",
      "Chat -> Login.close src/chat.ts:9",
      "Chat -> Login.open src/chat.ts:9",
      "Chat -> Room.close src/chat.ts:9",
      "Chat -> Room.open src/chat.ts:9",
    ]);
  });

  test("are still calls where nobody can know of what", async () => {
    const calls = await callsOf(
      [
        `await this.invoke(settings.id, "open", []);`,
        `await this.invoke("Room", settings.id, []);`,
      ],
      {
        above: `import type { ModuleType } from "mqant";`,
        members: `  private async any(of: ModuleType) { await this.invoke(of, "open", []); }`,
      },
    );
    assert.equal(calls, [
      "Chat -> ?.open src/chat.ts:6",
      "Chat -> Room.? src/chat.ts:7",
      "Chat -> ?.open src/chat.ts:9",
    ]);
  });

  test("are mqant's, not somebody else's of the same name", async () => {
    const calls = await callsOf([
      `const bus = { rpcInvoke: (..._: string[]) => 1 }; bus.rpcInvoke("Login", "getRand");`,
    ]);
    assert.equal(calls, []);
  });
});

suite("calls through an emitted client", (test) => {
  test("are read although nothing was emitted yet", async () => {
    const calls = await callsOf(
      [
        `await new LoginClient(this).getRand(1);`,
        `const login = new LoginClient(this).with({ timeoutMs: 5 }); await login.getRand(1);`,
        `await this.login.getRand(1);`,
        `await login["odd name"]();`,
        `await this.login?.["getRand"](1);`,
        `await ask(login);`,
      ],
      {
        above: `const ask = async (client: LoginClient) => await client.getRand(1);`,
        members: `  private readonly login = new LoginClient(this);`,
      },
    );
    assert.equal(calls, [
      "Chat -> Login.getRand src/chat.ts:2",
      "Chat -> Login.getRand src/chat.ts:6",
      "Chat -> Login.getRand src/chat.ts:7",
      "Chat -> Login.getRand src/chat.ts:8",
      "Chat -> Login.odd name src/chat.ts:9",
      "Chat -> Login.getRand src/chat.ts:10",
    ]);
  });

  test("count for modules that people declare by hand, too", async () => {
    const calls = await callsOf([`await elsewhere.getRand(1);`], {
      above: `interface GoRpc { getRand(max: number): Promise<number> }
declare const elsewhere: GoRpc;
declare module "mqant" { interface RpcRegistry { "go-dice": GoRpc } }`,
    });
    assert.equal(calls, ["Chat -> go-dice.getRand src/chat.ts:8"]);
  });
});

suite("who makes a call", (test) => {
  test("is every module of a base class, the module it is made through, or nobody but the file", async () => {
    const base = `import { BaseModule } from "mqant";
export abstract class Base extends BaseModule { protected ask() { return this.rpcInvoke("Room", "open"); } }`;
    const extending = (type: string): string => `import { Base } from "./base.ts";
export class ${type} extends Base { override getType() { return "${type}"; } }`;
    const main = `import { createApp } from "mqant"; import { Hall } from "./hall.ts";
const app = createApp(); const hall = new Hall();
void app.rpcInvoke("Room", "open");
void hall.rpcInvoke("Room", "open");`;
    const { calls } = await survey({
      "src/base.ts": base,
      "src/hall.ts": extending("Hall"),
      "src/attic.ts": extending("Attic"),
      "src/main.ts": main,
    });
    assert.equal(calls.map(line), [
      "Attic+Hall -> Room.open src/base.ts:2",
      "-> Room.open src/main.ts:3",
      "Hall -> Room.open src/main.ts:4",
    ]);
  });

  test("is each module that uses a helper, also through other helpers", async () => {
    const hall = (type: string, use: string): string => `import { ${use} } from "./helpers.ts";
import { BaseModule } from "mqant";
export class ${type} extends BaseModule {
  override getType() { return "${type}"; }
  override run() { return Promise.resolve(void ${use}); }
}`;
    const { calls } = await survey({
      "src/helpers.ts": `import type { BaseModule } from "mqant";
export class Doors { constructor(readonly of: BaseModule) {} open() { return this.of.rpcInvoke("Room", "open"); } }
export function openAll(of: BaseModule) { void new Doors(of).open(); return closeAll; }
const closeAll = (of: BaseModule) => { void openAll(of); return of.rpcInvokeNR("Room", "open"); };
export const unused = (of: BaseModule) => of.rpcInvoke("Room", "open");`,
      "src/hall.ts": hall("Hall", "openAll"),
      "src/attic.ts": hall("Attic", "Doors"),
    });
    assert.equal(calls.map(line), [
      "Attic+Hall -> Room.open src/helpers.ts:2",
      "Hall ->> Room.open src/helpers.ts:4",
      "-> Room.open src/helpers.ts:5",
    ]);
  });

  test("is not read where the contract has errors", async () => {
    const { calls, diagnostics } = await survey({
      "src/chat.ts": moduleSource(
        `this.server.register(settings.id, () => 1); await this.rpcInvoke("Room", "open");`,
        "",
        {
          type: "Chat",
        },
      ),
    });
    assert.equal(calls, []);
    assert.is(diagnostics[0]?.code, "MQ1010");
  });
});
