import { BaseModule } from "mqant";
import type { App, ModuleSettings, Session } from "mqant";

export enum Kind {
  Move = "move",
  Hit = "hit",
}

/** Told apart by an enum. */
export type Action =
  { type: Kind.Move; to: [x: number, y: number] } | { type: Kind.Hit; target: bigint };

/** Told apart by true and false. */
export type Event = { ok: true; at: [x: number, y: number] } | { ok: false; why: string };

/** Told apart by numbers, and so is what travels in two forms. */
export type Versioned = { version: 1; at: string } | { version: 2; at: Date };

/** Told apart, and recursive. */
export type Shape =
  | { of: "circle"; r: number }
  | { of: "group"; parts: Shape[] }
  | { of: "either"; one: Shape; other: { of: "none" } | Shape };

export class Battle extends BaseModule {
  override getType(): string {
    return "Battle";
  }

  override async onInit(app: App, settings: ModuleSettings): Promise<void> {
    await super.onInit(app, settings);
    this.server.registerGO("HD_Act", this.act);
    this.server.registerGO("note", this.note);
    this.server.registerGO("tree", this.tree);
  }

  private act(_session: Session, action: Action): Event | null {
    return action.type === Kind.Move ? { ok: true, at: action.to } : null;
  }

  private note(...events: Event[]): Versioned {
    return events.length > 0 ? { version: 2, at: new Date() } : { version: 1, at: "never" };
  }

  private tree(shape: Shape): Shape {
    return shape.of === "group" ? (shape.parts[0] ?? shape) : shape;
  }
}
