import { BaseModule } from "mqant";

/** Has nothing that others could call. */
export class Idle extends BaseModule {
  override getType(): string {
    return "Idle";
  }
}
