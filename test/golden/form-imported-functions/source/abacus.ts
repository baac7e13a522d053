import { BaseModule } from "mqant";
import type { App, ModuleSettings } from "mqant";
import { basename } from "node:path";
import half, { double, trig } from "./math.ts";
import * as math from "./math.ts";

export class Abacus extends BaseModule {
  override getType(): string {
    return "Abacus";
  }

  override async onInit(app: App, settings: ModuleSettings): Promise<void> {
    await super.onInit(app, settings);
    this.server.registerGO("double", double);
    this.server.registerGO("half", half);
    this.server.registerGO("sign", trig.sign);
    this.server.registerGO("again", math.double);
    this.server.registerGO("path", basename);
  }
}
