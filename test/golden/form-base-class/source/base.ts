import { BaseModule } from "mqant";
import type { App, ModuleSettings } from "mqant";

export abstract class Counting extends BaseModule {
  override async onInit(app: App, settings: ModuleSettings): Promise<void> {
    await super.onInit(app, settings);
    this.server.registerGO("count", this.count);
    this.server.registerGO(`${this.getType()}.name`, () => this.name);
  }

  protected abstract readonly name: string;

  protected count(): number {
    return 0;
  }
}
