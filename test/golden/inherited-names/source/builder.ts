import { BaseModule } from "mqant";
import type { App, ModuleSettings, Session } from "mqant";

export interface House {
  constructor?: string;
  toString?: number;
  valueOf: string;
  rooms: number;
}

export type Plan =
  { constructor: "house"; house?: House } | { constructor: "bridge"; hasOwnProperty?: boolean };

export type Notes = Partial<Record<"isPrototypeOf" | "text", string>>;

export class Builder extends BaseModule {
  override getType(): string {
    return "Builder";
  }

  override async onInit(app: App, settings: ModuleSettings): Promise<void> {
    await super.onInit(app, settings);
    this.server.registerGO("HD_Build", this.build);
    this.server.registerGO("HD_Plan", this.plan);
    this.server.registerGO("note", this.note);
  }

  private build(_session: Session, house: House): House {
    return house;
  }

  private plan(_session: Session, plan: Plan): void {
    void plan;
  }

  private note(notes: Notes): Notes {
    return notes;
  }
}
