import { Store } from "./store.ts";

export interface User {
  name: string;
}

export class Users extends Store<User, string> {
  protected readonly prefix = "user";

  override getType(): string {
    return "Users";
  }

  protected keyOf({ name }: User): string {
    return name;
  }

  protected get(name: string): User | null {
    return { name };
  }
}

export class Marks extends Store<5 | 6, number> {
  protected readonly prefix = "mark";

  override getType(): string {
    return "Marks";
  }

  protected keyOf(mark: 5 | 6): number {
    return mark;
  }

  protected get(key: number): 5 | 6 | null {
    return key > 1 ? 6 : null;
  }
}
