import { BaseModule } from "mqant";
import type { App, ModuleSettings } from "mqant";

type Constructor<T> = abstract new (...args: any[]) => T;

/** Adds a handler to a module. */
export function Greeting<B extends Constructor<BaseModule>>(Base: B) {
  abstract class Greets extends Base {
    override async onInit(app: App, settings: ModuleSettings): Promise<void> {
      await super.onInit(app, settings);
      this.server.registerGO("greet", this.greet);
    }

    greet(name: string): string {
      return `Hello ${name}`;
    }
  }
  return Greets;
}
