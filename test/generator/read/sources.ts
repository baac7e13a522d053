import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { ts } from "ts-morph";
import type { Diagnostic } from "../../../generator/diagnostic.ts";
import type { HandlerModel, ModuleModel, TypeModel } from "../../../generator/model.ts";
import { type OpenProject, openProject } from "../../../generator/read/project/open-project.ts";
import { readContract, type ReadResult } from "../../../generator/read/read-contract.ts";
import { builtPaths, freshBuild } from "../../support/fresh-build.ts";

const checkout = fileURLToPath(new URL("../../../", import.meta.url));

/** Source files by path. */
export type Sources = Record<string, string>;

/** How a project of a test differs from the usual one. */
export interface ProjectOptions {
  compilerOptions?: Record<string, unknown>;
  /** Further keys of the tsconfig. */
  tsconfig?: Record<string, unknown>;
}

/** A project on disk, with this checkout's mqant, that goes away at the end of its block. */
export class SourceProject implements Disposable {
  readonly root: string;

  constructor(sources: Sources, { compilerOptions, tsconfig }: ProjectOptions = {}) {
    this.root = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), "mqant-read-")));
    freshBuild();
    this.write({
      "package.json": JSON.stringify({ name: "game", type: "module" }),
      "tsconfig.json": JSON.stringify({
        compilerOptions: {
          target: "es2023",
          lib: ["es2023", "esnext.disposable"],
          module: "nodenext",
          types: [],
          strict: true,
          noEmit: true,
          allowImportingTsExtensions: true,
          paths: builtPaths,
          ...compilerOptions,
        },
        include: ["src"],
        ...tsconfig,
      }),
      ...sources,
    });
  }

  /** Writes files, over what is there. */
  write(sources: Sources): void {
    for (const [file, text] of Object.entries(sources)) {
      const target = path.join(this.root, file);
      fs.mkdirSync(path.dirname(target), { recursive: true });
      fs.writeFileSync(target, text);
    }
  }

  /** Makes a package of the checkout, such as `@types/node`, installed here. */
  install(name: string): void {
    const target = path.join(this.root, "node_modules", name);
    fs.mkdirSync(path.dirname(target), { recursive: true });
    fs.symlinkSync(path.join(checkout, "node_modules", name), target);
  }

  read(out = "src/generated"): ReadResult {
    return readContract({
      project: path.join(this.root, "tsconfig.json"),
      out: path.join(this.root, out),
    });
  }

  [Symbol.dispose](): void {
    fs.rmSync(this.root, { recursive: true, force: true });
  }
}

/** Reads sources once. */
export function readSources(sources: Sources, options: ProjectOptions = {}): ReadResult {
  using project = new SourceProject(sources, options);
  return project.read();
}

/** mqant as npm installs it: declaration files without code. */
export const installed: Sources = {
  "node_modules/mqant/package.json": JSON.stringify({
    name: "mqant",
    version: "1.0.0",
    type: "module",
    exports: { ".": { types: "./dist/index.d.ts", default: "./dist/index.js" } },
  }),
  "node_modules/mqant/dist/index.d.ts": `export { BaseModule } from "./base.js"; export { Gate } from "./gate.js";
export type { HandlerServer } from "./server.js"; export { Session } from "./session.js";
export interface App { readonly processId: string } export interface ModuleSettings { readonly id: string }`,
  "node_modules/mqant/dist/base.d.ts": `import type { HandlerServer } from "./server.js"; import type { App, ModuleSettings } from "./index.js";
export declare abstract class BaseModule { #private; abstract getType(): string; get server(): HandlerServer; onInit(app: App, settings: ModuleSettings): Promise<void>; }`,
  "node_modules/mqant/dist/gate.d.ts": `import { BaseModule } from "./base.js"; export declare class Gate extends BaseModule { getType(): string; }`,
  "node_modules/mqant/dist/server.d.ts": `export type Handler = (...args: never[]) => unknown;
export interface HandlerServer { register(name: string, handler: Handler): void; registerGO(name: string, handler: Handler): void; }`,
  "node_modules/mqant/dist/session.d.ts": `export declare class Session { #private; readonly userId: string; send<T extends string>(topic: T, body: unknown): Promise<void>; }`,
};

/** What surrounds the code that a test is about. */
const prelude = `import { BaseModule, type App, type HandlerServer, type ModuleSettings, Session, Gate } from "mqant";
`;

/**
 * A module file: `registrations` is what `onInit` does behind `super.onInit`, `members` the rest of the
 * class, `above` what stands before it. With `above` left out, `onInit` begins in line 4.
 */
export function moduleSource(
  registrations: string,
  members = "",
  { above = "", type = "Login" }: { above?: string; type?: string } = {},
): string {
  return `${prelude}${above}export class ${type} extends BaseModule {
  override getType() { return ${JSON.stringify(type)}; }
  override async onInit(app: App, settings: ModuleSettings) { await super.onInit(app, settings);
${registrations}
  }
${members}
}
`;
}

/** The only module of a result. */
export function onlyModule({ contract, diagnostics }: ReadResult): ModuleModel {
  const [module, ...others] = contract.modules;
  if (module === undefined || others.length > 0) {
    throw new Error(
      `expected one module, got ${contract.modules.length}; ${show(diagnostics).join("; ")}`,
    );
  }
  return module;
}

/** The only handler of a result. */
export function onlyHandler(result: ReadResult): HandlerModel {
  const [handler, ...others] = onlyModule(result).handlers;
  if (handler === undefined || others.length > 0) {
    const names = onlyModule(result).handlers.map(({ name }) => name);
    throw new Error(
      `expected one handler, got ${names.join(", ")}; ${show(result.diagnostics).join("; ")}`,
    );
  }
  return handler;
}

/** Diagnostics as `code file:line:column message`. */
export function show(diagnostics: readonly Diagnostic[]): string[] {
  return diagnostics.map(
    ({ code, location: { file, line, column }, message }) =>
      `${code} ${file}:${line}:${column} ${message}`,
  );
}

/** Codes and places of diagnostics: `MQ1010 src/login.ts:5:12`. */
export function places(diagnostics: readonly Diagnostic[]): string[] {
  return diagnostics.map(
    ({ code, location: { file, line, column } }) => `${code} ${file}:${line}:${column}`,
  );
}

/** The types of a handler `f` with one parameter, declared after `declarations`. */
export interface ReadType {
  type: TypeModel;
  result: ReadResult;
}

/** Reads one type, as the parameter of a handler. */
export function readType(type: string, declarations = "", options: ProjectOptions = {}): ReadType {
  const result = readSources(
    {
      "src/login.ts": moduleSource(
        `    this.server.registerGO("f", this.f);`,
        `  f(x: ${type}): void { void x; }`,
        { above: `${declarations}\n` },
      ),
    },
    options,
  );
  const [parameter] = onlyHandler(result).parameters;
  if (parameter === undefined) throw new Error("the handler has no parameter");
  return { type: parameter.type, result };
}

/** Opens sources for a test of one part of the reader. */
export function openSources(sources: Sources, options: ProjectOptions = {}): OpenedSources {
  const files = new SourceProject(sources, options);
  const project = openProject(
    path.join(files.root, "tsconfig.json"),
    path.join(files.root, "src/generated"),
  );
  return { project, [Symbol.dispose]: () => files[Symbol.dispose]() };
}

/** An opened project that goes away at the end of its block. */
export interface OpenedSources extends Disposable {
  readonly project: OpenProject;
}

/** The source file of that name. */
export function sourceFile(project: OpenProject, file: string): ts.SourceFile {
  const found = project.program.getSourceFile(path.join(project.root, file));
  if (found === undefined) throw new Error(`no source file ${file}`);
  return found;
}

/** The initialiser of the constant or variable of that name at the top of a file. */
export function initializer(project: OpenProject, file: string, name: string): ts.Expression {
  for (const statement of sourceFile(project, file).statements) {
    if (!ts.isVariableStatement(statement)) continue;
    for (const declaration of statement.declarationList.declarations) {
      if (declaration.name.getText() === name && declaration.initializer !== undefined) {
        return declaration.initializer;
      }
    }
  }
  throw new Error(`no initialised ${name} in ${file}`);
}
