import path from "node:path";
import { fileURLToPath } from "node:url";
import * as assert from "uvu/assert";
import { readContract } from "../../../generator/read/read-contract.ts";
import { suite } from "../../support/suite.ts";
import { printContract } from "./print-type.ts";
import { places, readSources, show, SourceProject, type Sources } from "./sources.ts";

const checkout = fileURLToPath(new URL("../../../", import.meta.url));

/** A small game, written as people write: a base class, shared types, helpers, pushes, enums. */
const game: Sources = {
  "src/dto/common.ts": `
/** A page of a longer list. */
export interface Page<T> {
  items: T[];
  /** Where the next page begins. */
  next?: string;
}
export type Result<T> = { ok: true; value: T } | { ok: false; code: ErrorCode; message?: string };
export enum ErrorCode { NotFound = "not-found", Full = "full" }
export type UserId = string & { readonly __brand: "UserId" };
`,
  "src/dto/room.ts": `
import type { UserId } from "./common.js";
export interface Room { readonly id: string; name: string; seats: number; members: Member[]; createdAt: Date; mode: Mode; tags?: readonly string[] }
export interface Member { user: UserId; role: Role; joined: Date }
export const Mode = { Duel: "duel", Team: "team" } as const;
export type Mode = (typeof Mode)[keyof typeof Mode];
export enum Role { Guest, Player, Owner = 10 }
export type RoomPatch = Partial<Pick<Room, "name" | "seats" | "tags">>;
export type Move =
  | { kind: "step"; to: [x: number, y: number] }
  | { kind: "shoot"; at: Date; power: 1 | 2 | 3 }
  | { kind: "pass" };
export interface Replay { moves: Move[]; map: Uint8Array; previous?: Replay }
`,
  "src/modules/tracked.ts": `
import { BaseModule, type App, type ModuleSettings } from "mqant";
export abstract class Tracked<State> extends BaseModule {
  protected abstract state: State;
  override async onInit(app: App, settings: ModuleSettings) {
    await super.onInit(app, settings);
    this.server.register("snapshot", this.snapshot);
  }
  /** What this module holds. */
  protected snapshot(): State { return this.state; }
}
`,
  "src/modules/names.ts": `
export const PREFIX = "HD_";
export const rooms = { open: \`\${PREFIX}open\`, close: \`\${PREFIX}close\` } as const;
`,
  "src/modules/rooms.ts": `
import type { App, HandlerServer, ModuleSettings, Session } from "mqant";
import { ErrorCode, type Page, type Result, type UserId } from "../dto/common.js";
import { Role, type Move, type Replay, type Room, type RoomPatch } from "../dto/room.js";
import { rooms } from "./names.js";
import { Tracked } from "./tracked.js";

interface RoomsState { rooms: Record<string, Room>; total: bigint }

/** Rooms and who is in them. */
export class Rooms extends Tracked<RoomsState> {
  protected state: RoomsState = { rooms: {}, total: 0n };
  override getType() { return "Rooms"; }
  override async onInit(app: App, settings: ModuleSettings) {
    await super.onInit(app, settings);
    this.server.registerGO(rooms.open, this.open);
    this.server.registerGO(rooms.close, this.close.bind(this));
    for (const name of ["HD_move", "HD_patch"] as const) this.server.register(name, this[name]);
    registerQueries(this.server, this);
    this.server.registerGO("replay", (id: string, from = 0): Replay | null => (id === "" ? null : { moves: [], map: new Uint8Array(from) }));
  }
  /** Opens a room.
   *  @deprecated use the lobby */
  private async open(session: Session, wish: { name: string; seats?: number; invite?: UserId[] }): Promise<Result<Room>> {
    await session.send("Rooms/Opened", { name: wish.name, at: new Date() });
    return { ok: false, code: ErrorCode.Full };
  }
  private async close(session: Session): Promise<void> { await session.sendNR("Rooms/Closed", "bye"); }
  HD_move(session: Session, move: Move): void { void [session, move]; }
  HD_patch(session: Session, patch: RoomPatch): Pick<Room, "id" | "name"> { return { id: session.userId, name: patch.name ?? "" }; }
  list(filter: { role: Role.Owner | Role.Player; text?: string }, page?: string): Page<Room> { void [filter, page]; return { items: [] }; }
}

function registerQueries(server: HandlerServer, module: Rooms) {
  const query = (name: string, handler: (...args: never[]) => unknown) => server.registerGO(\`query.\${name}\`, handler);
  query("list", module.list);
  query("roles", (...users: string[]) => users.map((user) => ({ user, role: Role.Guest as Role })));
}
`,
  "src/modules/gate.ts": `
import { Gate } from "mqant";
export class GameGate extends Gate {}
`,
};

const options = { compilerOptions: { allowImportingTsExtensions: false } };

const expected = [
  "module Gate",
  "module Rooms",
  "  HD_close(session): void",
  "  serial HD_move(session, move: Move): void",
  "  HD_open(session, wish: { name: string; seats?: number; invite?: (UserId)[] }): ResultOfRoom",
  "  serial HD_patch(session, patch: RoomPatch): { readonly id: string; name: string }",
  "  query.list(filter: { role: Role.Player | Role.Owner; text?: string }, page?: string): PageOfRoom",
  "  query.roles(...users: string[]): ({ user: string; role: Role })[]",
  "  replay(id: string, from?: number): Replay | null",
  "  serial snapshot(): RoomsState",
  "push Rooms/Closed: string",
  "push Rooms/Opened: { name: string; at: Date }",
  'type ErrorCode = "full" | "not-found"',
  "type PageOfRoom = { items: (Room)[]; next?: string }",
  "type ResultOfRoom = { ok: false; code: ErrorCode; message?: string } | { ok: true; value: Room }",
  'type UserId = string & { readonly "__brand": "UserId" }',
  "type Member = { user: UserId; role: Role; joined: Date }",
  'type Mode = "duel" | "team"',
  'type Move = { kind: "shoot"; at: Date; power: 1 | 2 | 3 } | { kind: "pass" } | { kind: "step"; to: [x: number, y: number] }',
  "recursive type Replay = { moves: Move[]; map: Uint8Array; previous?: Replay }",
  "type Role = 0 | 1 | 10",
  "type Room = { readonly id: string; name: string; seats: number; members: Member[]; createdAt: Date; mode: Mode; tags?: readonly string[] }",
  "type RoomPatch = { name?: string; seats?: number; tags?: readonly string[] }",
  "type RoomsState = { rooms: Record<string, Room>; total: bigint }",
];

suite("a game", (test) => {
  const result = readSources(game, options);
  const lines = printContract(result.contract);

  test("has no problems", () => {
    assert.equal(show(result.diagnostics), []);
    assert.is(result.importExtension, ".js");
  });

  test("has these modules, handlers, pushes and types", () => {
    assert.equal(lines.map(plain), expected.map(plain));
  });

  test("knows what tells its unions apart, and what is not exported", () => {
    const { types } = result.contract;
    const move = types["src/dto/room.ts#Move"]?.type;
    assert.is(move?.kind === "union" && move.discriminant, "kind");
    assert.is(types["src/modules/rooms.ts#RoomsState"]?.origin.exportName, undefined);
    assert.is(types["src/dto/room.ts#Move"]?.origin.exportName, "Move");
  });

  test("says what each module depends on", () => {
    const reads = Object.fromEntries(
      result.contract.modules.map(({ type, reads: files }) => [type, files]),
    );
    assert.equal(reads["Gate"], ["src/modules/gate.ts"]);
    assert.equal(reads["Rooms"], [
      "src/dto/common.ts",
      "src/dto/room.ts",
      "src/modules/names.ts",
      "src/modules/rooms.ts",
      "src/modules/tracked.ts",
    ]);
  });

  test("carries documentation and places", () => {
    const rooms = result.contract.modules.find(({ type }) => type === "Rooms");
    assert.equal(rooms?.doc, ["Rooms and who is in them."]);
    const open = rooms?.handlers.find(({ name }) => name === "HD_open");
    assert.equal([open?.doc, open?.deprecated], [["Opens a room."], "use the lobby"]);
    const snapshot = rooms?.handlers.find(({ name }) => name === "snapshot");
    assert.is(snapshot?.declaredAt.file, "src/modules/tracked.ts");
    assert.equal(snapshot?.doc, ["What this module holds."]);
  });

  test("all its mistakes are reported in one run", () => {
    const rooms = game["src/modules/rooms.ts"] ?? "";
    const broken = readSources(
      {
        ...game,
        "src/modules/rooms.ts": rooms
          .replace("move: Move", "move: Map<string, Move>")
          .replace("rooms.open,", "settings.id,")
          .replace("(id: string, from = 0)", "(id, from = 0)")
          .replace("Promise<void> {", "Promise<any> {"),
        "src/modules/gate.ts": "export {};",
      },
      options,
    );
    assert.equal(
      places(broken.diagnostics).map((place) => place.replace(/:\d+$/, "")),
      ["MQ1010", "MQ1021", "MQ1042", "MQ1041"].map(
        (code, index) => `${code} src/modules/rooms.ts:${[16, 20, 28, 29][index]}`,
      ),
    );
  });
});

suite("examples of this repository", (test) => {
  test("chat can be read, with all its types", () => {
    const folder = path.join(checkout, "examples/chat");
    const { contract, diagnostics } = readContract({
      project: path.join(folder, "tsconfig.json"),
      out: path.join(folder, "generated"),
    });
    assert.equal(show(diagnostics.filter(({ severity }) => severity === "error")), []);
    assert.ok(contract.modules.length >= 2);
    assert.ok(contract.pushes.length >= 1);
    assert.not.ok(JSON.stringify(contract).includes('"bad"'));
  });
});

suite("types that libraries make", (test) => {
  test("what zod infers is read like anything else", () => {
    using project = new SourceProject({
      "src/schema.ts": `import * as z from "zod";
export const order = z.object({ id: z.string(), at: z.date().optional(), lines: z.array(z.object({ sku: z.string(), n: z.number() })), note: z.string().nullable(), kind: z.enum(["a", "b"]) });
export type Order = z.infer<typeof order>;`,
      "src/shop.ts": `import { BaseModule, type App, type ModuleSettings } from "mqant"; import type { Order } from "./schema.ts";
export class Shop extends BaseModule {
  override getType() { return "Shop"; }
  override async onInit(app: App, settings: ModuleSettings) { await super.onInit(app, settings); this.server.registerGO("buy", this.buy); }
  buy(order: Order): Order["lines"] { return order.lines; }
}`,
    });
    project.install("zod");
    const result = project.read();
    assert.equal(show(result.diagnostics), []);
    assert.equal(printContract(result.contract).map(plain), [
      "module Shop",
      "  buy(order: Order): { sku: string; n: number }[]",
      'type Order = { id: string; at?: Date; lines: { sku: string; n: number }[]; note: string | null; kind: "a" | "b" }',
    ]);
  });
});

/** A line without parentheses that only the printer wants. */
function plain(line: string): string {
  return line.replace(/\(([^()]*)\)\[\]/g, "$1[]");
}
