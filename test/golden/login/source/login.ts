import { BaseModule } from "mqant";
import type { App, ModuleSettings, Session } from "mqant";
import type { LoginReply, LoginReq, Order } from "./dto.ts";

/** Signs people in and keeps who they are. */
export class Login extends BaseModule {
  override getType(): string {
    return "Login";
  }

  override version(): string {
    return "1.0.0";
  }

  override async onInit(app: App, settings: ModuleSettings): Promise<void> {
    await super.onInit(app, settings);
    this.server.registerGO("HD_Login", this.login);
    this.server.registerGO("getRand", this.getRand);
    this.server.register("settle", this.settle);
  }

  /** Signs a user in and binds the session to the name. */
  private async login(session: Session, msg: LoginReq): Promise<LoginReply> {
    await session.bind(msg.userName);
    return { welcome: `hello ${msg.userName}`, roles: ["guest"] };
  }

  /**
   * Random text.
   *
   * @deprecated use the platform's own
   */
  private getRand(by: Uint8Array, n = 1): string {
    return `${by.length}/${n}`;
  }

  private async settle(order: Order): Promise<void> {
    await Promise.resolve(order);
  }
}
