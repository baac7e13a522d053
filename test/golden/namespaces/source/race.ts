import { BaseModule } from "mqant";
import type { App, ModuleSettings, Session } from "mqant";
import type { Wire } from "./wire.ts";

export class Race extends BaseModule {
  override getType(): string {
    return "Race";
  }

  override async onInit(app: App, settings: ModuleSettings): Promise<void> {
    await super.onInit(app, settings);
    this.server.registerGO("HD_Start", this.start);
  }

  private start(_session: Session, start: Wire.Start): Wire.Place[] {
    return [{ driver: start.track, seconds: start.laps }];
  }
}
