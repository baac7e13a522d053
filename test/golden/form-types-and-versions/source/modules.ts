import { BaseModule } from "mqant";
import { NAMES, VERSION } from "./names.ts";

export class A extends BaseModule {
  override getType(): string {
    return NAMES.first;
  }

  override version(): string {
    return `${VERSION}.3`;
  }
}

export class B extends BaseModule {
  static readonly TYPE = "Second";
  readonly build = "2.0.0";

  override getType(): string {
    return B.TYPE;
  }

  override version(): string {
    return this.build;
  }
}

export class C extends BaseModule {
  override getType = (): "Third" => "Third";
}
