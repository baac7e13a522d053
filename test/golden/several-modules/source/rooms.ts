import { BaseModule } from "mqant";
import type { App, ModuleSettings, Session } from "mqant";
import type { User } from "./user.ts";

export class ChatRooms extends BaseModule {
  override getType(): string {
    return "ChatRooms";
  }

  override async onInit(app: App, settings: ModuleSettings): Promise<void> {
    await super.onInit(app, settings);
    this.server.register("HD_Join", this.join);
    this.server.register("members", this.members);
  }

  private async join(session: Session, room: { name: string }): Promise<User[]> {
    const user = await this.rpcInvoke("Accounts", "find", session.userId);
    await session.send("ChatRooms/OnJoin", { room: room.name });
    return user === undefined ? [] : [user];
  }

  private members(): Promise<User[]> {
    return Promise.resolve([]);
  }
}

/** Begins with a small letter, as some do. */
export class Audit extends BaseModule {
  override getType(): string {
    return "audit-log";
  }

  override async onInit(app: App, settings: ModuleSettings): Promise<void> {
    await super.onInit(app, settings);
    this.server.register("write", this.write);
  }

  private write(line: string): void {
    this.log.info({}, line);
  }
}
