import { BaseModule } from "mqant";
import type { App, ModuleSettings } from "mqant";
const NAMES = ["again"] as const;

export class Mixer extends BaseModule {
  override getType(): string {
    return "Mixer";
  }

  override async onInit(app: App, settings: ModuleSettings): Promise<void> {
    await super.onInit(app, settings);
    const base = { stir: this.stir, pour: this.pour };
    const all = { ...base, shake: (times: number): void => void times };
    for (const [name, run] of Object.entries(all)) this.server.registerGO(name, run);
    for (const name of [...NAMES, "last"]) this.server.registerGO(name, this.pour);
    this.server.register(...(["first", this.stir] as const));
  }

  private stir(): string {
    return "stirred";
  }

  private pour(cl: number): number {
    return cl;
  }
}
