import { BaseModule } from "mqant";
import type { App, ModuleSettings } from "mqant";
const COLORS = ["red", "green"] as const;

export class Lamps extends BaseModule {
  override getType(): string {
    return "Lamps";
  }

  override async onInit(app: App, settings: ModuleSettings): Promise<void> {
    await super.onInit(app, settings);
    for (const color of COLORS) this.server.registerGO(color, this.light);
    COLORS.forEach((color, index) => this.server.register(`${color}${index}`, this.light));
    for (const key in { dim: 1, bright: 2 }) {
      if (key === "dim") continue;
      this.server.registerGO(key, this.light);
    }
  }

  private light(on: boolean): boolean {
    return on;
  }
}
