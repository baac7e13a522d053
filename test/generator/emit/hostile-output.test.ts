import { execFile } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { ts } from "ts-morph";
import * as assert from "uvu/assert";
import { generate } from "../../../generator/generate.ts";
import { Child } from "../../support/child.ts";
import { suite } from "../../support/suite.ts";
import { show, SourceProject, type Sources } from "../read/sources.ts";

const checkout: string = fileURLToPath(new URL("../../../", import.meta.url));
const run = promisify(execFile);

/** What breaks out of texts, comments, templates, keys, paths and objects, wherever one forgets to escape. */
const texts: readonly string[] = [
  `a"];process.exit(9)//`,
  `a'];process.exit(9)//`,
  "a`];process.exit(9)//",
  `");globalThis.hacked = 1;("`,
  "${globalThis.hacked = 1}",
  "`${globalThis.hacked = 1}`",
  `*/ globalThis.hacked = 1 /*`,
  `*/ import("node:fs") /*`,
  `\\"];globalThis.hacked = 1//`,
  `\\`,
  `\\\\`,
  `"`,
  `'`,
  "`",
  "\n",
  "\r\n",
  "\nglobalThis.hacked = 1\n",
  "\u2028globalThis.hacked = 1\u2029",
  "\0",
  "\t\b\f\v",
  "\ud800",
  "\u202egnp",
  "</script><script>",
  "<!-- -->",
  "//",
  "/*",
  "#",
  "#invoke",
  "{{this}}",
  "{{{constructor}}}",
  "{{#each this}}{{/each}}",
  "__proto__",
  "constructor",
  "prototype",
  "hasOwnProperty",
  "toString",
  "default",
  "new",
  "await",
  "arguments",
  "eval",
  "$&$1$`",
  "%s%d",
  "@ts-nocheck",
  "//# sourceMappingURL=data:application/json,{}",
  "登录😀",
  " ",
];

/** What may be the name of a file, among them those that look like leaving the folder. */
const files: readonly string[] = [
  `a"];process.exit(9);"`,
  `it's`,
  "`${globalThis.hacked = 1}`",
  "line\nglobalThis.hacked = 1",
  "\u2028globalThis.hacked = 1",
  "..",
  "..odd",
  "$&",
  "{{this}}",
  "#hash",
  "%2e%2e%2f",
  "a*b",
  "登录 😀",
  "-rf",
];

const isForClients = (text: string): boolean => !/[/+#\0\p{Surrogate}]/u.test(text);
/** MQ1047: nothing that JavaScript has a property for. */
const isProperty = (text: string): boolean => text !== "__proto__";
const quote = (text: string): string => JSON.stringify(text);
/** What can stand in a comment: its end can't. */
const comment = (text: string): string => text.replaceAll("*/", "*\\/");

function sources(): Sources {
  const property = (text: string): string =>
    `  /** Says ${comment(text)}\n   * ${comment(text)} */\n  ${quote(text)}?: ${quote(text)} | bigint;`;
  const dto = (index: number): string =>
    `export interface Dto${index} { at: Date; ${quote(files[index] ?? "")}: 1 }`;
  return {
    "src/evil.ts": `/** ${comment(texts.join(" "))} */\nexport interface Evil {\n${texts.filter(isProperty).map(property).join("\n")}\n}
export enum Evils { ${texts.map((text, index) => `${quote(text || "empty")} = ${quote(`${text}${index}`)}`).join(", ")} }`,
    ...Object.fromEntries(files.map((file, index) => [`src/${file}.ts`, dto(index)])),
    "src/hostile.ts": `import { BaseModule, type App, type ModuleSettings, type Session } from "mqant";
import type { Evil, Evils } from "./evil.ts";
${files.map((file, index) => `import type { Dto${index} } from ${quote(`./${file}.ts`)};`).join("\n")}
/** ${comment(texts.join("\n * "))} */
export class Hostile extends BaseModule {
  override getType() { return ${quote(`a"];process.exit(9);'`)}; }
  override version() { return ${quote(texts.join(""))}; }
  override async onInit(app: App, settings: ModuleSettings) {
    await super.onInit(app, settings);
${texts.map((text) => `    this.server.registerGO(${quote(text)}, this.plain);`).join("\n")}
${texts
  .filter(isForClients)
  .map((text) => `    this.server.registerGO(${quote(`HD_${text}`)}, this.evil);`)
  .join("\n")}
    this.server.registerGO("files", (${files.map((_, index) => `a${index}: Dto${index}`).join(", ")}) => 1);
  }
  /**
   * ${comment(texts.join("\n   * "))}
   * @deprecated ${comment(texts.filter((text) => !text.includes("@")).join(" "))}
   */
  private plain(a = ${quote(texts.join(""))}, b = [${texts.map(quote).join(", ")}]): Evils[] { return []; }
  private evil(session: Session, body: Evil): Evil {
${texts
  .filter((text) => !/[+#\0]/.test(text))
  .map((text) => `    void session.send(${quote(`Push/${text}`)}, body);`)
  .join("\n")}
    return body;
  }
}`,
  };
}

/** Imports all that was generated and calls each handler through its clients, which only take notes. */
const script = `
const before = Reflect.ownKeys(globalThis);
process.exit = () => { throw new Error("exit"); };
const names = [];
const caller = { invoke: async (type, name) => { names.push(name); } };
const transport = { request: async (type, name) => { names.push(name); return {}; }, onPush: (topic) => { names.push(topic); return () => {}; } };
for (const file of JSON.parse(process.argv[2])) {
  const exports = await import(file);
  for (const made of Object.values(exports)) {
    if (file.endsWith(".client.ts")) {
      const client = new made(caller);
      const { prototype } = made;
      for (const key of Reflect.ownKeys(prototype)) {
        if (key !== "with" && key !== "constructor") await client[key]();
      }
      if (Object.hasOwn(prototype, "constructor") && names.length > 0) await Reflect.get(client, "constructor").call(client);
    }
    if (file.endsWith("gate.ts") && made.name === "GateClient") {
      const gate = new made(transport);
      for (const part of Object.values(gate)) {
        for (const key of Reflect.ownKeys(Object.getPrototypeOf(part))) {
          if (key !== "constructor") await part[key]({});
        }
      }
    }
  }
}
// zod keeps its registry there.
const added = Reflect.ownKeys(globalThis).filter((key) => !before.includes(key) && !String(key).startsWith("__zod"));
console.log(JSON.stringify({ names, added: added.map(String) }));
`;

suite(
  "what is generated from hostile sources",
  (test) => {
    test(`compiles, runs nothing of them, and calls what was meant, for ${texts.length} texts and ${files.length} files`, async () => {
      using project = new SourceProject(sources(), {
        compilerOptions: {},
      });
      project.install("zod");
      const { diagnostics, files: written } = await generate({
        project: path.join(project.root, "tsconfig.json"),
      });
      assert.equal(show(diagnostics.filter(({ severity }) => severity === "error")), []);
      assert.ok(written.length > 5);

      const tsc = path.join(checkout, "node_modules/typescript/bin/tsc");
      const compiled = await run(process.execPath, [
        tsc,
        "-p",
        project.root,
        "--skipLibCheck",
        "--pretty",
        "false",
      ]).catch(
        (error: { stdout?: string }) => ({ stdout: error.stdout }), // how execFile rejects
      );
      assert.is(compiled.stdout, "");

      const out = path.join(project.root, "src/generated");
      const emitted = readdirSync(out).filter((file) => /(?<!\.d)\.ts$/.test(file));
      for (const file of emitted) assert.equal(statements(path.join(out, file)), [], file);

      project.write({ "run.mjs": script });
      const modules = emitted.map((file) => new URL(`file://${path.join(out, file)}`).href);
      await using child = new Child(
        process.execPath,
        [
          "--import",
          import.meta.resolve("tsx"),
          path.join(project.root, "run.mjs"),
          JSON.stringify(modules),
        ],
        { cwd: checkout, env: { TSX_TSCONFIG_PATH: path.join(checkout, "tsconfig.json") } },
      );
      assert.is(await child.ends(), 0, child.stderr);
      const { names, added } = JSON.parse(child.stdout) as { names: string[]; added: string[] };
      assert.equal(added, []);
      const expected = [
        ...texts,
        ...texts.filter(isForClients).map((text) => `HD_${text}`),
        "files",
      ];
      assert.equal([...new Set(names)].toSorted(), expected.toSorted());
    });
  },
  { timeoutMs: 120_000 },
);

/** Statements at the top of a file that do something, other than to import, declare and export. */
function statements(file: string): string[] {
  const source = ts.createSourceFile(file, readFileSync(file, "utf8"), ts.ScriptTarget.ESNext);
  return source.statements
    .filter(
      (statement) =>
        !ts.isImportDeclaration(statement) &&
        !ts.isExportDeclaration(statement) &&
        !ts.isInterfaceDeclaration(statement) &&
        !ts.isTypeAliasDeclaration(statement) &&
        !ts.isClassDeclaration(statement) &&
        !ts.isFunctionDeclaration(statement) &&
        !ts.isEnumDeclaration(statement) &&
        !ts.isVariableStatement(statement),
    )
    .map((statement) => statement.getText(source));
}
