import { BaseModule } from "mqant";
import type { App, ModuleSettings } from "mqant";
const NAMES = { on: "on", deep: { off: "off" } } as const;
const SURE = { volume: "volume" } satisfies Record<string, string>;
const FIXED = Object.freeze({ mute: "mute" });

export class Radio extends BaseModule {
  override getType(): string {
    return "Radio";
  }

  override async onInit(app: App, settings: ModuleSettings): Promise<void> {
    await super.onInit(app, settings);
    this.server.registerGO(NAMES.on, this.turn);
    this.server.registerGO(NAMES.deep.off, this.turn);
    this.server.registerGO(SURE.volume, this.volume);
    this.server.registerGO(FIXED.mute, this.turn);
  }

  private turn(): void {}

  private volume(to: 1 | 2 | 3): number {
    return to;
  }
}
