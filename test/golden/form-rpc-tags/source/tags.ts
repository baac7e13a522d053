import { BaseModule } from "mqant";
import type { App, ModuleSettings, Session } from "mqant";
declare function names(): Promise<string[]>;

export class Tagged extends BaseModule {
  override getType(): string {
    return "Tagged";
  }

  override async onInit(app: App, settings: ModuleSettings): Promise<void> {
    await super.onInit(app, settings);
    for (const name of await names()) {
      this.server.registerGO(name, Reflect.get(this, name) as () => unknown);
    }
  }

  /**
   * Adds one.
   * @rpc next
   */
  next(x: number): number {
    return x + 1;
  }

  /** @rpc HD_next serial */
  forClients(session: Session, x: number): number {
    return session.userId === "" ? 0 : this.next(x);
  }
}
