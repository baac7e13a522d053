import { BaseModule } from "mqant";
import type { App, ModuleSettings, Session } from "mqant";

/** What a running program may read from anywhere. */
async function table(): Promise<[name: string, method: string][]> {
  return JSON.parse(`[["next", "next"], ["HD_next", "forClients"]]`) as [string, string][];
}

export class Tagged extends BaseModule {
  override getType(): string {
    return "Tagged";
  }

  override async onInit(app: App, settings: ModuleSettings): Promise<void> {
    await super.onInit(app, settings);
    for (const [name, method] of await table()) {
      this.server.register(name, Reflect.get(this, method) as () => unknown);
    }
  }

  /**
   * Adds one.
   * @rpc next serial
   */
  next(x: number): number {
    return x + 1;
  }

  /** @rpc HD_next serial */
  forClients(session: Session, x: number): number {
    return session.userId === "" ? 0 : this.next(x);
  }
}
