import { BaseModule } from "mqant";
import type { App, ModuleSettings } from "mqant";

export class Pump extends BaseModule {
  override getType(): string {
    return "Pump";
  }

  override async onInit(app: App, settings: ModuleSettings): Promise<void> {
    await super.onInit(app, settings);
    this.add("start", this.start);
    this.add("stop", this.stop, true);
  }

  private add(name: string, run: (...args: never[]) => unknown, serial = false): void {
    const full = `pump.${name}`;
    if (serial) this.server.register(full, run);
    else this.server.registerGO(full, run);
  }

  private start(speed: number): void {
    void speed;
  }

  private stop(): boolean {
    return true;
  }
}
