import { BaseModule } from "mqant";
import type { App, ModuleSettings } from "mqant";
import * as all from "./names.ts";
import { TOTAL } from "./names.ts";

export class Adder extends BaseModule {
  override getType(): string {
    return "Adder";
  }

  override async onInit(app: App, settings: ModuleSettings): Promise<void> {
    await super.onInit(app, settings);
    const local = "local";
    this.server.registerGO("literal", this.add);
    this.server.registerGO(local, this.add);
    this.server.registerGO(TOTAL, this.add);
    this.server.registerGO(all.PREFIX, this.add);
  }

  private add(a: number, b: number): number {
    return a + b;
  }
}
