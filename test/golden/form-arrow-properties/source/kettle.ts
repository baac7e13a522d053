import { BaseModule } from "mqant";
import type { App, ModuleSettings } from "mqant";

export class Kettle extends BaseModule {
  override getType(): string {
    return "Kettle";
  }

  override async onInit(app: App, settings: ModuleSettings): Promise<void> {
    await super.onInit(app, settings);
    this.server.registerGO("boil", this.boil);
    this.server.registerGO("cool", this.cool);
  }

  /** Heats water. */
  private readonly boil = async (liters: number): Promise<{ minutes: number }> => ({
    minutes: liters * 4,
  });

  private cool = function (): void {};
}
