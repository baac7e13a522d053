import { BaseModule } from "mqant";
import type { App, ModuleSettings, Session } from "mqant";

export interface Answers {
  name: string | null;
  age?: number;
  mail?: string | null;
  both: string | undefined;
}

export class Form extends BaseModule {
  override getType(): string {
    return "Form";
  }

  override async onInit(app: App, settings: ModuleSettings): Promise<void> {
    await super.onInit(app, settings);
    this.server.registerGO("HD_Fill", this.fill);
    this.server.registerGO("nothing", this.nothing);
    this.server.registerGO("maybe", this.maybe);
    this.server.registerGO("keep", this.keep);
  }

  private fill(_session: Session, answers: Answers): Answers | null {
    return answers.name === null ? null : answers;
  }

  private nothing(): void {
    return undefined;
  }

  private maybe(text: string | null, count?: number, flag = true): string | undefined {
    return flag ? (text ?? String(count)) : undefined;
  }

  private keep(first: number | undefined, second: string): null {
    return first === undefined && second === "" ? null : null;
  }
}
