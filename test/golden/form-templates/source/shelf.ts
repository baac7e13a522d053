import { BaseModule } from "mqant";
import type { App, ModuleSettings } from "mqant";
const ROOM = "study";
const SIDE = "left";
const nameOf = (what: string): string => `${ROOM}.${what}`;

export class Shelf extends BaseModule {
  override getType(): string {
    return "Shelf";
  }

  override async onInit(app: App, settings: ModuleSettings): Promise<void> {
    await super.onInit(app, settings);
    this.server.registerGO(`${ROOM}.${SIDE}.get`, this.get);
    this.server.registerGO(ROOM + ".put", this.put);
    this.server.registerGO(nameOf("count"), () => 1);
  }

  private get(place: number): string | null {
    return place === 0 ? "book" : null;
  }

  private put(book: string): void {
    void book;
  }
}
