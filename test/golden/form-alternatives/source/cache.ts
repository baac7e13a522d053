import { BaseModule } from "mqant";
import type { App, ModuleSettings } from "mqant";

export class Cache extends BaseModule {
  override getType(): string {
    return "Cache";
  }

  override async onInit(app: App, settings: ModuleSettings): Promise<void> {
    await super.onInit(app, settings);
    if (settings.settings["disk"] === true) this.server.registerGO("get", this.fromDisk);
    else this.server.registerGO("get", this.fromMemory);
    this.server.registerGO("drop", settings.id === "" ? this.fromDisk : this.fromMemory);
  }

  /** Reads a value. */
  private async fromDisk(key: string): Promise<string | null> {
    return key;
  }

  private fromMemory(key: string): string | null {
    return key;
  }
}
