import { BaseModule } from "mqant";
import type { App, ModuleSettings } from "mqant";
import { Hard, Name } from "./names.ts";

export class Door extends BaseModule {
  override getType(): string {
    return "Door";
  }

  override async onInit(app: App, settings: ModuleSettings): Promise<void> {
    await super.onInit(app, settings);
    this.server.registerGO(Name.Open, this.turn);
    this.server.registerGO(Name["Shut"], this.turn);
    this.server.registerGO(Hard.Lock, this.turn);
    for (const name of Object.values(Name)) this.server.registerGO(`is.${name}`, this.turn);
  }

  private turn(): boolean {
    return true;
  }
}
