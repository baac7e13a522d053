import { BaseModule } from "mqant";
import type { App, ModuleSettings, Session } from "mqant";

export class Vault extends BaseModule {
  override getType(): string {
    return "Vault";
  }

  override async onInit(app: App, settings: ModuleSettings): Promise<void> {
    await super.onInit(app, settings);
    this.server.registerGO("HD_open", this.guard(this.open));
    this.server.registerGO("count", this.timed(this.count));
    this.server.registerGO("sum", this.timed(this.guarded.bind(this)));
  }

  /** Opens it with a code. */
  private async open(session: Session, code: { digits: string }): Promise<boolean> {
    return session.userId !== "" && code.digits.length === 4;
  }

  private count(): bigint {
    return 1n;
  }

  private guarded(a: number, b = 1): number {
    return a + b;
  }

  private guard<A extends unknown[], R>(
    run: (session: Session, ...args: A) => Promise<R>,
  ): (session: Session, ...args: A) => Promise<R | "refused"> {
    return async (session, ...args) =>
      session.userId === "" ? "refused" : run.call(this, session, ...args);
  }

  private timed<F extends (...args: never[]) => unknown>(run: F): F {
    return run;
  }
}
