import * as fc from "fast-check";

/** A state of one file of a project: its text, or nothing where it is not there. */
type Variant = string | undefined;

const head = `import { BaseModule, type App, type ModuleSettings, type Session } from "mqant";\n`;

function moduleFile(type: string, registrations: string, members: string, above = ""): string {
  return `${head}${above}
export class ${type} extends BaseModule {
  override getType() { return "${type}"; }
  override async onInit(app: App, settings: ModuleSettings) {
    await super.onInit(app, settings);
    ${registrations}
  }
  ${members}
}
`;
}

const shop = (registrations: string, members: string): string =>
  moduleFile(
    "Shop",
    registrations,
    members,
    `import { NAME } from "./names.ts";\nimport type { Line, Order } from "./index.ts";\nimport { Point } from "./point.ts";\n`,
  );

const buy = `buy(order: Order): Line[] { return order.lines; }`;

const tsconfig = (options: object, include: readonly string[]): string =>
  JSON.stringify({
    compilerOptions: {
      target: "es2022",
      module: "nodenext",
      strict: true,
      types: [],
      noEmit: true,
      allowImportingTsExtensions: true,
      skipLibCheck: true,
      ...options,
    },
    include,
  });

/** What each file of the project may hold; the first is how it begins. */
export const variants: Readonly<Record<string, readonly [Variant, ...Variant[]]>> = {
  "tsconfig.json": [
    tsconfig({}, ["src"]),
    tsconfig({ exactOptionalPropertyTypes: true }, ["src"]),
    tsconfig({ strict: false }, ["src", "more"]),
    tsconfig({}, ["src", "more"]),
    "{",
  ],
  "src/names.ts": [
    `export const NAME = "buy";`,
    `export const NAME = "HD_buy";`,
    `export const NAME = "sell" as string;`,
    `export const NAME = ;`,
    undefined,
  ],
  "src/index.ts": [
    `export type { Line, Order } from "./dto.ts";`,
    `export type { Line } from "./dto.ts";\nexport interface Order { id: bigint; lines: Line[] }`,
    `import type { Line as L } from "./dto.ts";\nexport type Line = L & { at: Date };\nexport type Order = { lines: Line[] };`,
    undefined,
  ],
  "src/dto.ts": [
    `export interface Order { id: string; lines: Line[]; note?: string }\nexport interface Line { price: number }`,
    `export interface Order { lines: Line[] }\nexport type Line = { kind: "a"; a: 1 } | { kind: "b"; b?: Order };`,
    `export class Order { lines: Line[] = [] }\nexport class Line { price = 1 }`,
    `export interface Order { lines: Line[]; then: () => void }\nexport interface Line { price: Missing }`,
    `export interface Order { lines: Line[] }\nexport interface Line { price: Date | string }`,
    `export interface Order { lines: Wide }\nexport interface Line { price: number } // more\n`,
    `/** @maxLength 9 */ export type Id = string;\nexport interface Order { id: Id; lines: Line[] }\nexport interface Line { /** @min 1 */ price: number }`,
    `/** @maxLength 9 */ export type Id = string;\nexport interface Order { id: NonNullable<Id>; lines: Line[] }\n/** @min 1 */ export interface Line { price: number }`,
    `export interface Order {`,
  ],
  "src/global.d.ts": [
    `interface Wide { one: 1 }`,
    `interface Wide { one: 1; two?: string }`,
    undefined,
  ],
  "src/wider.ts": [undefined, `export {}; declare global { interface Wide { three: boolean } }`],
  "src/pushes.ts": [
    undefined,
    `import type {} from "mqant"; declare module "mqant" { interface PushRegistry { "Shop/Sold": { sold: number } } }`,
    `import type { Line } from "./dto.ts"; declare module "mqant" { interface PushRegistry { "Shop/Sold": Line } }`,
  ],
  // What "./point.ts" is, two files say.
  "src/point.ts": [
    `export interface Point { x: number }\nexport const Point = 1;`,
    `export interface Point { x: number; y: number }\nexport const Point = 1;`,
    `import type { Extra } from "../elsewhere/extra.ts";\nimport type { Kit } from "kit";\nexport interface Point { x: Extra; kit: Kit }\nexport const Point = 1;`,
    undefined,
  ],
  // No tsconfig includes it.
  "elsewhere/extra.ts": [
    `export interface Extra { extra: 1 }`,
    `import type { Kit } from "kit";\nexport type Extra = { more: Kit } | { less: true };`,
    `export type Extra = Missing;`,
  ],
  "node_modules/kit/index.d.ts": [
    `export interface Kit { kit: 1 }`,
    `export interface Kit { kit: 1 } declare global { interface Wide { kit: 2 } }`,
    `export {};`,
  ],
  // A base class of nobody, and helpers of other files.
  "src/lonely.ts": [
    undefined,
    `${head}export abstract class Lonely extends BaseModule {
  override async onInit(app: App, settings: ModuleSettings) {
    await super.onInit(app, settings);
    this.server.registerGO("lonely", this.f);
  }
  f() {}
}`,
    `${head}import { Cafe } from "./cafe.ts";\nimport type { Kit } from "kit";
export class Lonely extends Cafe {
  override getType() { return "Lonely"; }
  later() { this.server.registerGO("later", (kit: Kit) => kit); }
}`,
    `import { Cafe } from "./cafe.ts";\nexport function help(cafe: Cafe) { cafe.server.registerGO("helped", () => 1); }`,
  ],
  "src/point.d.ts": [undefined, `export interface Point { declared: true }`],
  "src/shop.ts": [
    shop(`this.server.registerGO(NAME, this.buy);`, buy),
    shop(`this.server.register(NAME, this.buy);`, `/** Buys. */ ${buy}`),
    shop(
      `this.server.registerGO(NAME, this.buy); this.server.registerGO("at", this.at);`,
      `${buy} at(p: Point, wide: Wide): Promise<Order> { throw [p, wide]; }`,
    ),
    shop(
      `this.server.registerGO("tell", this.tell);`,
      `async tell(session: Session) { await session.send("Shop/Sold", { line: {} as Line, p: {} as Point }); }`,
    ),
    shop(
      `if (app) this.server.registerGO("buy", this.buy);`,
      `buy(order: Order, any) { return order; }`,
    ),
    shop(`this.server.registerGO("buy", this.buy);`, `buy(order: Order) { return order.lines; }`),
    shop(`this.server.registerGO("buy", this.gone);`, buy),
    `${shop("", "")}}`,
    undefined,
  ],
  "src/base.ts": [
    `${head}export abstract class Base<T> extends BaseModule {
  protected extra() { this.server.registerGO("extra", this.more); }
  more(x: T): T { return x; }
}`,
    `${head}export abstract class Base<T> extends BaseModule {
  override async onInit(app: App, settings: ModuleSettings) {
    await super.onInit(app, settings);
    this.server.register("always", this.more);
  }
  protected extra() { this.server.registerGO("other", this.more); }
  more(x: T): { value: T } { return { value: x }; }
}`,
  ],
  "src/cafe.ts": [
    `${head}import { Base } from "./base.ts";\nimport type { Order } from "./dto.ts";
export class Cafe extends Base<Order> { override getType() { return "Cafe"; } }`,
    `${head}import { Base } from "./base.ts";\nimport type { Line } from "./dto.ts";
export class Cafe extends Base<Line> {
  override getType() { return "Cafe"; }
  override async onInit(app: App, settings: ModuleSettings) { await super.onInit(app, settings); this.extra(); }
}`,
    `${head}export class Cafe extends BaseModule { override getType() { return "Shop"; } }`,
    undefined,
  ],
  "src/bar.ts": [
    undefined,
    `${head}import { Base } from "./base.ts";\nimport type { Order } from "./index.ts";
export class Bar extends Base<Order[]> {
  override getType() { return "Bar"; }
  override async onInit(app: App, settings: ModuleSettings) { await super.onInit(app, settings); this.extra(); }
  async tell(session: Session) { await session.sendNR("Shop/Sold", { line: "none" }); }
}`,
  ],
  "more/news.ts": [
    undefined,
    moduleFile(
      "News",
      `for (const name of ["a", "b"]) this.server.registerGO(name, this.get);`,
      `get(page: Page<Order>): Page<Line> { throw page; }`,
      `import type { Line, Order } from "../src/dto.ts";\ninterface Page<T> { items: T[] }\n`,
    ),
  ],
};

/** One file takes another state. */
export interface Edit {
  readonly file: string;
  readonly text: Variant;
}

/** Sequences of edits; some of them save a file as it is. */
export const edits: fc.Arbitrary<Edit[]> = fc.array(
  fc
    .constantFrom(...Object.keys(variants))
    .chain((file) =>
      fc.record({ file: fc.constant(file), text: fc.constantFrom(...(variants[file] ?? [])) }),
    ),
  { minLength: 12, maxLength: 12 },
);
