import { eventually } from "./eventually.ts";

/** Handlers that end when the test says so, and say when they begin. */
export class HeldHandlers {
  readonly begun: string[] = [];
  readonly #open = new Map<string, () => void>();

  readonly enter = async (name: string): Promise<string> => {
    this.begun.push(name);
    await new Promise<void>((resolve) => this.#open.set(name, resolve));
    return name;
  };

  leave(name: string): void {
    this.#open.get(name)?.();
  }

  async hasBegun(...names: string[]): Promise<void> {
    await eventually(
      () => names.every((name) => this.begun.includes(name)),
      `${names.join()} began`,
    );
  }
}
