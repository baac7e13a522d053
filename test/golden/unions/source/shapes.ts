import { BaseModule } from "mqant";
import type { App, ModuleSettings, Session } from "mqant";

export type Shape =
  | { kind: "circle"; radius: number }
  | { kind: "square"; side: number }
  | { kind: "polygon" | "path"; points: [x: number, y: number][] };

export type Outcome = { ok: true; shape: Shape } | { ok: false; reason: string };

export type Level = 1 | 2 | 3;

/** Told apart by their properties alone. */
export type Contact = { mail: string } | { phone: string; country: number };

export class Shapes extends BaseModule {
  override getType(): string {
    return "Shapes";
  }

  override async onInit(app: App, settings: ModuleSettings): Promise<void> {
    await super.onInit(app, settings);
    this.server.registerGO("HD_Draw", this.draw);
    this.server.registerGO("scale", this.scale);
    this.server.registerGO("reach", this.reach);
    this.server.registerGO("mode", this.mode);
  }

  private draw(_session: Session, shape: Shape): Outcome {
    return { ok: true, shape };
  }

  private scale(shape: Shape | null, by: Level | "auto", flag: boolean | undefined): Shape | null {
    return by === "auto" || flag === true ? shape : null;
  }

  private reach(contact: Contact, others: readonly (Contact | string)[]): number {
    return others.length + ("mail" in contact ? 0 : contact.country);
  }

  private mode(mode: "on" | "off" | false): `mode-${string}` {
    return `mode-${String(mode)}`;
  }
}
