import fs from "node:fs";
import path from "node:path";
import * as assert from "uvu/assert";
import { generate } from "../../../generator/generate.ts";
import { suite } from "../../support/suite.ts";
import { moduleSource, onlyHandler, onlyModule, show, SourceProject } from "./sources.ts";

const dto = `export interface Order { id: string; lines: Line[] }
export interface Line { product: string; price?: number }`;

/** A module whose handler takes an `Order` from there. */
function taking(specifier: string): string {
  return moduleSource(`this.server.registerGO("f", this.f);`, `f(x: Order): void { void x; }`, {
    above: `import type { Order } from ${JSON.stringify(specifier)};\n`,
  });
}

/** What the handler's parameter is, and where its type comes from. */
function origin(project: SourceProject): unknown {
  const result = project.read();
  assert.equal(show(result.diagnostics), []);
  const { type } = onlyHandler(result).parameters[0] ?? {};
  if (type?.kind !== "ref") throw new Error(`${type?.kind} has no name`);
  return result.contract.types[type.id]?.origin.from;
}

suite("kinds of projects", (test) => {
  test("path aliases are followed to the files behind them", () => {
    using project = new SourceProject(
      { "src/shared/dto.ts": dto, "src/login.ts": taking("@shared/dto.ts") },
      {},
    );
    const config = JSON.parse(
      fs.readFileSync(path.join(project.root, "tsconfig.json"), "utf8"),
    ) as {
      compilerOptions: { paths: Record<string, string[]> };
    };
    config.compilerOptions.paths["@shared/*"] = ["./src/shared/*"];
    project.write({ "tsconfig.json": JSON.stringify(config) });
    assert.equal(origin(project), { file: "src/shared/dto.ts" });
  });

  test("imports of the package itself are followed too", () => {
    using project = new SourceProject({ "src/dto.ts": dto, "src/login.ts": taking("#dto") });
    const manifest = { name: "game", type: "module", imports: { "#dto": "./src/dto.ts" } };
    project.write({ "package.json": JSON.stringify(manifest) });
    assert.equal(origin(project), { file: "src/dto.ts" });
  });

  for (const kind of ["mts", "cts"]) {
    test(`types may come from .${kind} files, and modules stand in them`, () => {
      using project = new SourceProject({
        [`src/dto.${kind}`]: dto,
        "src/login.mts": taking(`./dto.${kind}`),
      });
      assert.equal(origin(project), { file: `src/dto.${kind}` });
    });
  }

  test("JavaScript with types in its comments is read like TypeScript", () => {
    const source = `import { BaseModule } from "mqant";
/** @typedef {{ id: string, count?: number }} Order */
export class Shop extends BaseModule {
  getType() { return "Shop"; }
  /** @param {import("mqant").App} app @param {import("mqant").ModuleSettings} settings */
  async onInit(app, settings) {
    await super.onInit(app, settings);
    this.server.registerGO("HD_Order", this.order);
  }
  /**
   * Orders.
   * @param {import("mqant").Session} session
   * @param {Order} order - What is ordered.
   * @returns {Promise<string[]>}
   */
  async order(session, order) { return [session.userId, order.id]; }
}
`;
    using project = new SourceProject(
      { "src/shop.js": source },
      { compilerOptions: { allowJs: true, checkJs: true } },
    );
    const result = project.read();
    assert.equal(show(result.diagnostics), []);
    const handler = onlyHandler(result);
    assert.equal(handler.doc, ["Orders."]);
    assert.equal(handler.parameters[0]?.doc, ["What is ordered."]);
    const { type } = handler.parameters[0] ?? {};
    assert.equal(type?.kind === "object" && type.properties.map(({ name }) => name), [
      "id",
      "count",
    ]);
    assert.equal(handler.result, { kind: "array", of: { kind: "string" }, readonly: false });
  });

  test("a bundler's way to resolve names will do", () => {
    using project = new SourceProject(
      { "src/dto/index.ts": dto, "src/login.ts": taking("./dto") },
      { compilerOptions: { module: "preserve", moduleResolution: "bundler" } },
    );
    assert.equal(origin(project), { file: "src/dto/index.ts" });
  });

  test("a name that is exported on by another file comes from where it is declared", () => {
    using project = new SourceProject({
      "src/dto.ts": dto,
      "src/again.ts": `export type { Order as Purchase } from "./dto.ts";`,
      "src/index.ts": `export * from "./again.ts"; export type { Purchase as Order } from "./again.ts";`,
      "src/login.ts": taking("./index.ts"),
    });
    assert.equal(origin(project), { file: "src/dto.ts" });
  });

  test("default exports keep their names", () => {
    using project = new SourceProject({
      "src/dto.ts": `export default interface Order { id: string }`,
      "src/login.ts": taking("./dto.ts").replace("{ Order }", "Order"),
    });
    const { contract, diagnostics } = project.read();
    assert.equal(show(diagnostics), []);
    const { name, origin: from } = contract.types["src/dto.ts#default"] ?? {};
    assert.equal([name, from?.exportName], ["Order", "default"]);
  });
});

suite("projects that refer to others", (test) => {
  const shared = {
    compilerOptions: { composite: true, rootDir: "src", outDir: "dist", strict: true },
  };

  /** A workspace: `packages/shared` has the types, `packages/server` the module. Nothing is built. */
  function workspace(): SourceProject {
    const project = new SourceProject({
      "packages/shared/package.json": JSON.stringify({
        name: "@game/shared",
        type: "module",
        exports: { ".": { types: "./dist/dto.d.ts", default: "./dist/dto.js" } },
      }),
      "packages/shared/tsconfig.json": JSON.stringify({
        compilerOptions: { ...shared.compilerOptions, module: "nodenext", types: [] },
        include: ["src"],
      }),
      "packages/shared/src/dto.ts": dto,
      "packages/server/package.json": JSON.stringify({ name: "@game/server", type: "module" }),
      "packages/server/src/login.ts": taking("@game/shared"),
    });
    project.write({
      "packages/server/tsconfig.json": JSON.stringify({
        extends: "../../tsconfig.json",
        include: ["src"],
        references: [{ path: "../shared" }],
      }),
    });
    fs.mkdirSync(path.join(project.root, "node_modules/@game"), { recursive: true });
    fs.symlinkSync(
      path.join(project.root, "packages/shared"),
      path.join(project.root, "node_modules/@game/shared"),
    );
    return project;
  }

  test("read the sources of a package that is not built, and import it by its name", async () => {
    using project = workspace();
    const folder = path.join(project.root, "packages/server");
    const out = path.join(folder, "src/generated");
    const result = await generate({ project: folder, out });
    assert.equal(show(result.diagnostics), []);
    const { origin: from } = Object.values(result.contract.types)[0] ?? {};
    assert.equal(from?.from, { package: "@game/shared" });
    const registry = fs.readFileSync(path.join(out, "registry.d.ts"), "utf8");
    assert.match(registry, `import type { Order } from "@game/shared";`);
  });

  test("are read with them if they have no files of their own", () => {
    using project = workspace();
    const base = fs.readFileSync(path.join(project.root, "tsconfig.json"), "utf8");
    project.write({
      "base.json": base,
      "packages/server/tsconfig.json": JSON.stringify({
        extends: "../../base.json",
        include: ["src"],
        references: [{ path: "../shared" }],
      }),
      "tsconfig.json": JSON.stringify({ files: [], references: [{ path: "packages/server" }] }),
    });
    const result = project.read();
    assert.equal(show(result.diagnostics), []);
    assert.is(onlyModule(result).type, "Login");
    for (const file of ["packages/shared/src/dto.ts", "packages/shared/tsconfig.json"]) {
      assert.ok(result.files.includes(file), file);
    }
  });
});

suite("the user's version of TypeScript", (test) => {
  /** The type of a handler's parameter where that version is installed. */
  function typeUnder(version: string, type: string): string {
    using project = new SourceProject(
      {
        "node_modules/typescript/package.json": JSON.stringify({ name: "typescript", version }),
        "node_modules/@types/globals/package.json": `{ "name": "@types/globals", "version": "1.0.0" }`,
        "node_modules/@types/globals/index.d.ts": "interface Everywhere { id: string }",
        "src/login.ts": moduleSource(
          `this.server.registerGO("f", this.f);`,
          `f(x: ${type}): void { void x; }`,
        ),
      },
      { compilerOptions: { types: undefined, strict: undefined } },
    );
    const result = project.read();
    const problems = result.diagnostics.map(({ code }) => code).join();
    return problems === "" ? (onlyHandler(result).parameters[0]?.type.kind ?? "") : problems;
  }

  test("decides whether all packages of @types count that the tsconfig does not list", () => {
    assert.is(typeUnder("5.4.5", "Everywhere"), "ref");
    assert.is(typeUnder("5.9.3", "Everywhere"), "ref");
    assert.is(typeUnder("6.0.3", "Everywhere"), "MQ1051");
    assert.is(typeUnder("7.0.2", "Everywhere"), "MQ1051");
  });

  test("never decides what null and undefined are", () => {
    for (const version of ["5.4.5", "6.0.3", "7.0.2"]) {
      assert.is(typeUnder(version, "string | null"), "union", version);
    }
  });
});
