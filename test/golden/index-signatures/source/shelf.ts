import { BaseModule } from "mqant";
import type { App, ModuleSettings } from "mqant";

/** One known property among others of the same type. */
export interface Prices {
  total: number;
  [item: string]: number;
}

export type ReadonlyCounts = { readonly [word: string]: number };

export type Labels = { [key: `data-${string}`]: string };

export class Shelf extends BaseModule {
  override getType(): string {
    return "Shelf";
  }

  override async onInit(app: App, settings: ModuleSettings): Promise<void> {
    await super.onInit(app, settings);
    this.server.registerGO("put", this.put);
    this.server.registerGO("count", this.count);
    this.server.registerGO("labels", this.labels);
  }

  private put(prices: Prices, byNumber: { [index: number]: boolean }): Prices {
    return byNumber[0] === true ? prices : { total: 0 };
  }

  private count(words: ReadonlyCounts): number {
    return words["a"] ?? 0;
  }

  private labels(): Labels {
    return { "data-id": "1" };
  }
}
