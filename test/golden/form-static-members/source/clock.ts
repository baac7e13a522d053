import { BaseModule } from "mqant";
import type { App, ModuleSettings } from "mqant";

export class Clock extends BaseModule {
  override getType(): string {
    return "Clock";
  }

  override async onInit(app: App, settings: ModuleSettings): Promise<void> {
    await super.onInit(app, settings);
    this.server.registerGO(Clock.NOW, this.now);
    this.server.registerGO(Clock.names.zone, this.zone);
    this.server.registerGO(this.own, this.zone);
  }

  static readonly NOW = "now";
  static readonly names = { zone: "zone" } as const;
  readonly own = "myZone";

  private now(): Date {
    return new Date(0);
  }

  private zone(of: Date): number {
    return of.getTimezoneOffset();
  }
}
