import { BaseModule } from "mqant";
import type { App, ModuleSettings } from "mqant";
function each<T>(table: Record<string, T>, run: (name: string, item: T) => void): void {
  for (const [name, item] of Object.entries(table)) run(name, item);
}

export class Post extends BaseModule {
  override getType(): string {
    return "Post";
  }

  override async onInit(app: App, settings: ModuleSettings): Promise<void> {
    await super.onInit(app, settings);
    this.add("send", this.send);
    this.add("count", this.count);
    each({ weigh: (grams: number): boolean => grams < 20 }, (name, run) => this.add(name, run));
  }

  /** Registers a handler that waits for its turn. */
  private add<A extends unknown[], R>(name: string, run: (...args: A) => R): void {
    this.server.registerGO(name, async (...args: A): Promise<Awaited<R>> => {
      await Promise.resolve();
      return await run.apply(this, args);
    });
  }

  private send(to: string, ...lines: string[]): Date {
    return new Date(to.length + lines.length);
  }

  private async count(): Promise<number> {
    return 1;
  }
}
