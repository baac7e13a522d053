import { mkdir, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const nodeModules = fileURLToPath(new URL("../../node_modules", import.meta.url));

/** Writes a project of many modules, each with its own types, as people write them. */
export async function writeProject(
  folder: string,
  modules: number,
  handlers: number,
): Promise<void> {
  await mkdir(join(folder, "src"), { recursive: true });
  await symlink(nodeModules, join(folder, "node_modules"));
  await writeFile(join(folder, "package.json"), `{ "type": "module" }\n`);
  const compilerOptions = {
    target: "es2022",
    lib: ["es2022"],
    module: "nodenext",
    strict: true,
    noEmit: true,
    skipLibCheck: true,
    allowImportingTsExtensions: true,
    types: ["node"],
  };
  const tsconfig = JSON.stringify({ compilerOptions, include: ["src"] });
  await writeFile(join(folder, "tsconfig.json"), tsconfig);
  for (let number = 0; number < modules; number++) {
    await writeFile(join(folder, "src", `dto${number}.ts`), dto(number));
    await writeFile(join(folder, "src", `module${number}.ts`), module(number, handlers));
  }
}

function dto(n: number): string {
  return `
export type Kind${n} = "sword" | "shield" | "potion";
export enum Rank${n} { Low = 1, Middle, High }
export interface Item${n} {
  id: string;
  kind: Kind${n};
  rank: Rank${n};
  price?: number;
  tags: string[];
  madeAt: Date;
}
export interface Page<T> { items: T[]; next?: number }
export type Result<T> = { ok: true; value: T } | { ok: false; code: number; reason: string };
export interface Order${n} {
  buyer: string;
  lines: { item: Item${n}; count: number }[];
  notes: Record<string, string>;
}
`;
}

function module(n: number, handlers: number): string {
  const signatures = [
    `(_session: Session, order: Order${n}): Promise<Result<Item${n}>> { throw new Error(order.buyer); }`,
    `(_session: Session, filter: Partial<Item${n}>): Promise<Page<Item${n}>> { throw new Error(filter.id); }`,
    `(id: string, count = 1): number { return id.length * count; }`,
    `(...ids: string[]): Promise<Item${n}[]> { throw new Error(ids.join()); }`,
    `(bytes: Uint8Array, at?: Date): string { return String(bytes.length) + String(at); }`,
  ];
  const names = Array.from({ length: handlers }, (_, i) => `${i % 5 < 2 ? "HD_" : ""}do${i}`);
  const registrations = names.map(
    (name, i) => `    this.server.registerGO("${name}", this.do${i});`,
  );
  const methods = names.map((_, i) => {
    const signature = signatures[i % signatures.length] ?? "";
    const async = signature.includes("Promise<") ? "async " : "";
    return `  /** Does thing ${i}. */\n  private ${async}do${i}${signature}`;
  });
  return `
import { BaseModule, type App, type ModuleSettings, type Session } from "mqant";
import type { Item${n}, Order${n}, Page, Result } from "./dto${n}.ts";

export class Module${n} extends BaseModule {
  override getType() { return "Module${n}"; }
  override async onInit(app: App, settings: ModuleSettings) {
    await super.onInit(app, settings);
${registrations.join("\n")}
  }
${methods.join("\n")}
}
`;
}
