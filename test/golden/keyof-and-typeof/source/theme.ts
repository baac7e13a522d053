import { BaseModule } from "mqant";
import type { App, ModuleSettings, Session } from "mqant";

const colors = { red: "#f00", green: "#0f0" } as const;

export type ColorName = keyof typeof colors;

export type Color = (typeof colors)[ColorName];

const sizes = [1, 2, 3] as const;

const sizeNames = { 1: "small", 2: "medium", 3: "large" };

export interface Settings {
  name: string;
  at: number;
}

const defaults = { name: "plain", at: 0, nested: { on: true } };

export class Theme extends BaseModule {
  override getType(): string {
    return "Theme";
  }

  override async onInit(app: App, settings: ModuleSettings): Promise<void> {
    await super.onInit(app, settings);
    this.server.registerGO("HD_Choose", this.choose);
    this.server.registerGO("size", this.size);
    this.server.registerGO("defaults", this.defaults);
  }

  private choose(_session: Session, choice: { color: Color; key: keyof Settings }): ColorName {
    return choice.color === colors.red ? "red" : "green";
  }

  private size(size: (typeof sizes)[number], at: Settings["at"]): keyof typeof sizeNames {
    return at > 0 ? size : 1;
  }

  private defaults(): typeof defaults {
    return defaults;
  }
}
