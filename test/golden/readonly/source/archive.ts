import { BaseModule } from "mqant";
import type { App, ModuleSettings } from "mqant";

export interface Entry {
  readonly id: string;
  title: string;
  tags: readonly string[];
}

export class Archive extends BaseModule {
  override getType(): string {
    return "Archive";
  }

  override async onInit(app: App, settings: ModuleSettings): Promise<void> {
    await super.onInit(app, settings);
    this.server.registerGO("store", this.store);
    this.server.registerGO("pair", this.pair);
  }

  private store(entry: Readonly<Entry>, tags: readonly string[]): Entry {
    return { ...entry, tags: [...tags] };
  }

  private pair(pair: readonly [id: string, entry: Entry]): ReadonlyArray<Readonly<Entry>> {
    return [pair[1]];
  }
}
