import { BaseModule } from "mqant";
import type { App, ModuleSettings, Session } from "mqant";
import type { Evil } from './it\'s a "file" ; ${name}.ts';

/**
 * Ends the comment: *\/ import("node:fs"); and speaks to the compiler:
 * @ts-expect-error
 * //# sourceMappingURL=data:application/json,{}
 */
export class Hostile extends BaseModule {
  override getType(): string {
    return 'a"];process.exit(9);';
  }

  override async onInit(app: App, settings: ModuleSettings): Promise<void> {
    await super.onInit(app, settings);
    this.server.registerGO('a"];process.exit(9)//', this.plain);
    this.server.registerGO("`${process.exit(9)}`", this.plain);
    this.server.registerGO("it's \\ back", this.plain);
    this.server.registerGO("line\nbreak\r\n", this.plain);
    this.server.registerGO("*/ process.exit(9) /*", this.plain);
    this.server.registerGO("</script><script>", this.plain);
    this.server.registerGO("\u2028separator\u2029", this.plain);
    this.server.registerGO("登录", this.plain);
    this.server.registerGO("default", this.plain);
    this.server.registerGO("new", this.plain);
    this.server.registerGO("hasOwnProperty", this.plain);
    this.server.registerGO("__proto__", this.plain);
    this.server.registerGO("constructor", this.plain);
    this.server.registerGO("toString", this.plain);
    this.server.registerGO("#invoke", this.plain);
    this.server.registerGO("HD_then", this.evil);
    this.server.registerGO("HD_constructor", this.evil);
    this.server.registerGO('HD_"];process.exit(9);"', this.evil);
  }

  private plain(arguments_: string, { a }: { a: number }): string {
    return arguments_ + a;
  }

  private evil(session: Session, evil: Evil): Evil {
    void session.send('x"];process.exit(9)', evil);
    return evil;
  }
}

export class Constructor extends BaseModule {
  override getType(): string {
    return "constructor";
  }

  override async onInit(app: App, settings: ModuleSettings): Promise<void> {
    await super.onInit(app, settings);
    this.server.registerGO("HD_Do", this.do);
  }

  /** Does. */
  private do(_session: Session): void {}
}

export class Proto extends BaseModule {
  override getType(): string {
    return "__proto__";
  }

  override async onInit(app: App, settings: ModuleSettings): Promise<void> {
    await super.onInit(app, settings);
    this.server.registerGO("HD_Do", this.do);
  }

  private do(_session: Session): void {}
}

export class On extends BaseModule {
  override getType(): string {
    return "On";
  }

  override async onInit(app: App, settings: ModuleSettings): Promise<void> {
    await super.onInit(app, settings);
    this.server.registerGO("HD_Do", this.do);
  }

  private do(_session: Session): void {}
}
