import { BaseModule } from "mqant";
import type { App, ModuleSettings } from "mqant";

export abstract class Store<T, K extends string | number> extends BaseModule {
  override async onInit(app: App, settings: ModuleSettings): Promise<void> {
    await super.onInit(app, settings);
    this.server.registerGO(`${this.prefix}.get`, this.get);
    this.server.registerGO(`${this.prefix}.put`, (item: T): K[] => [this.keyOf(item)]);
    this.server.registerGO(`${this.prefix}.all`, this.logged(this.all));
  }

  protected abstract readonly prefix: string;

  protected abstract keyOf(item: T): K;

  protected abstract get(key: K): T | null;

  private all(): T[] {
    return [];
  }

  private logged<A extends unknown[], R>(run: (...args: A) => R): (...args: A) => R {
    return (...args) => run.apply(this, args);
  }
}
