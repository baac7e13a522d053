import { BaseModule } from "mqant";
import type { App, ModuleSettings, Session } from "mqant";

export class Heater extends BaseModule {
  override getType(): string {
    return "Heater";
  }

  override async onInit(app: App, settings: ModuleSettings): Promise<void> {
    await super.onInit(app, settings);
    this.server.registerGO("heat", this.heat);
    if (settings.settings["test"] === true) this.server.registerGO("cool", this.cool);
    this.server.registerGO("HD_heat", (_session: Session, to: number): number => this.heat(to));
    switch (settings.id) {
      case "Heater001":
        this.server.registerGO("HD_cool", (session: Session): void => void session);
    }
  }

  private heat(to: number): number {
    return to;
  }

  /** Cools down. */
  private cool(): void {}
}
