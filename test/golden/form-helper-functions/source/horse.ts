import { BaseModule } from "mqant";
import type { App, ModuleSettings } from "mqant";
import { registerAge, registerPing } from "./ping.ts";

export class Horse extends BaseModule {
  override getType(): string {
    return "Horse";
  }

  override async onInit(app: App, settings: ModuleSettings): Promise<void> {
    await super.onInit(app, settings);
    registerPing(this.server);
    registerPing(this.server, "pong");
    registerAge(this);
  }

  readonly born = new Date(0);
}
