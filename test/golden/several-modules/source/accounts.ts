import { BaseModule } from "mqant";
import type { App, ModuleSettings, Session } from "mqant";
import type { User } from "./user.ts";

const names = { find: "find", rename: "HD_Rename" } as const;

export class Accounts extends BaseModule {
  static readonly type = "Accounts";

  override getType(): string {
    return Accounts.type;
  }

  override async onInit(app: App, settings: ModuleSettings): Promise<void> {
    await super.onInit(app, settings);
    this.server.registerGO(names.find, this.find);
    this.server.register(names.rename, this.rename);
  }

  private find(id: string): User | undefined {
    return id === "" ? undefined : { id, name: "ann" };
  }

  private rename(session: Session, change: Pick<User, "name">): User {
    return { id: session.userId, name: change.name };
  }
}
