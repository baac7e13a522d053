import { BaseModule } from "mqant";
import type { App, ModuleSettings, HandlerServer } from "mqant";

export class Gauge extends BaseModule {
  override getType(): string {
    return "Gauge";
  }

  override async onInit(app: App, settings: ModuleSettings): Promise<void> {
    await super.onInit(app, settings);
    this.server?.registerGO("read", this.read);
    this.server.registerGO?.("write", this.write);
    const maybe: HandlerServer | undefined = this.server;
    maybe?.register("reset", this.write);
  }

  private read(): number {
    return 1;
  }

  private write(value: number): void {
    void value;
  }
}
