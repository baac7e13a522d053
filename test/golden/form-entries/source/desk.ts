import { BaseModule } from "mqant";
import type { App, ModuleSettings } from "mqant";
const MORE = { count2: true } as const;
const TABLE = [
  { name: "push", run: (x: number): boolean => x > 0, serial: true },
  { name: "pull", run: (x: string): string[] => [x], serial: false },
] as const;

export class Desk extends BaseModule {
  override getType(): string {
    return "Desk";
  }

  override async onInit(app: App, settings: ModuleSettings): Promise<void> {
    await super.onInit(app, settings);
    for (const [name, run] of Object.entries({ count: this.count, title: this.title })) {
      this.server.registerGO(name, run);
    }
    for (const { name, run, serial } of TABLE) {
      if (serial) this.server.register(name, run);
      else this.server.registerGO(name, run);
    }
    for (const name of Object.keys(MORE)) this.server.registerGO(name, this.count);
  }

  private count(): number {
    return 1;
  }

  private title(of: string): string {
    return of;
  }
}
