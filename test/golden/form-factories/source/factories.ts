import { BaseModule } from "mqant";
import type { App, ModuleSettings } from "mqant";

export const Module = (): BaseModule => new Plain();

class Plain extends BaseModule {
  override getType(): string {
    return "Plain";
  }

  override async onInit(app: App, settings: ModuleSettings): Promise<void> {
    await super.onInit(app, settings);
    this.server.registerGO("plain", (x: number): number => x);
  }
}
export function makeLocal(limit: number): BaseModule {
  class Local extends BaseModule {
    override getType(): string {
      return "Local";
    }

    override async onInit(app: App, settings: ModuleSettings): Promise<void> {
      await super.onInit(app, settings);
      this.server.registerGO("below", (x: number): boolean => x < limit);
    }
  }
  return new Local();
}

export const makeNameless = (): BaseModule =>
  new (class extends BaseModule {
    override getType(): string {
      return "Nameless";
    }

    override async onInit(app: App, settings: ModuleSettings): Promise<void> {
      await super.onInit(app, settings);
      this.server.registerGO("whoAmI", (): null => null);
    }
  })();
