import { createHash, timingSafeEqual } from "node:crypto";
import type { App, ModuleSettings, Session } from "mqant";
import { BaseModule, RpcError } from "mqant";
import type { LoginReply, LoginReq } from "./dto.ts";
import { checkName } from "./names.ts";

const MAX_NAME_LENGTH = 24;

/** A name in use. */
interface Holder {
  readonly passWord: Uint8Array;
  /** The connections that signed in with it. */
  readonly sessionIds: Set<string>;
}

/** Binds connections to names. A name belongs to its password for as long as it is connected. */
export class Login extends BaseModule {
  readonly #holders = new Map<string, Holder>();

  override getType() {
    return "Login";
  }

  override version() {
    return "1.0.0";
  }

  override async onInit(app: App, settings: ModuleSettings) {
    await super.onInit(app, settings);
    // One after the other: two who want the same name never get it both.
    this.server.register("HD_Login", this.login);
    this.server.register("release", this.release);
    this.server.registerGO("getRand", this.getRand);
  }

  /**
   * Signs a user in and binds the connection to the name.
   *
   * @example
   * ```json
   * { "userName": "ann", "passWord": "secret" }
   * ```
   * ```json
   * { "userName": "ann" }
   * ```
   */
  private async login(session: Session, msg: LoginReq): Promise<LoginReply> {
    const userName = checkName(msg.userName, "a name", MAX_NAME_LENGTH);
    if (!session.isGuest() && session.userId !== userName) {
      throw new RpcError("failed_precondition", `you are signed in as "${session.userId}"`);
    }
    const passWord = createHash("sha256").update(msg.passWord).digest();
    const holder = this.#holders.get(userName) ?? { passWord, sessionIds: new Set() };
    if (!timingSafeEqual(passWord, holder.passWord)) {
      throw new RpcError("already_exists", `somebody else is called "${userName}" at the moment`);
    }
    await session.bind(userName);
    holder.sessionIds.add(session.sessionId);
    this.#holders.set(userName, holder);
    return { userName };
  }

  /** Gives a name back when the last of its connections has ended. */
  private release(sessionId: string, userName: string): void {
    const holder = this.#holders.get(userName);
    holder?.sessionIds.delete(sessionId);
    if (holder?.sessionIds.size === 0) this.#holders.delete(userName);
  }

  /** A random whole number from 0 up to, but without, `max`. */
  private getRand(max: number): number {
    return Math.floor(Math.random() * max);
  }
}
