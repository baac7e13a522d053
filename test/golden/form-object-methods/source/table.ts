import { BaseModule } from "mqant";
import type { App, ModuleSettings } from "mqant";
const handlers = {
  /** Lays it for some. */
  lay(places: number): string[] {
    return Array.from({ length: places }, () => "plate");
  },
  async clear(): Promise<void> {},
  wipe: (twice?: boolean): number => (twice === true ? 2 : 1),
};

export class Table extends BaseModule {
  override getType(): string {
    return "Table";
  }

  override async onInit(app: App, settings: ModuleSettings): Promise<void> {
    await super.onInit(app, settings);
    for (const [name, run] of Object.entries(handlers)) this.server.registerGO(name, run);
  }
}
