import { BaseModule } from "mqant";
import { Greeting } from "./mixins.ts";

export class Host extends Greeting(BaseModule) {
  override getType(): string {
    return "Host";
  }
}

export class Guest extends Greeting(BaseModule) {
  override getType(): string {
    return "Guest";
  }

  override greet(name: string, loud = false): string {
    return loud ? name.toUpperCase() : name;
  }
}
