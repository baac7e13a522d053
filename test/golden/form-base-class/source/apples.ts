import { Counting } from "./base.ts";

export class Apples extends Counting {
  protected readonly name = "apple";

  override getType(): string {
    return "Apples";
  }
}

export class Pears extends Counting {
  protected readonly name = "pear";

  override getType(): string {
    return "Pears";
  }

  /** Counts those in a basket too. */
  protected override count(basket = ""): number {
    return basket.length;
  }
}
