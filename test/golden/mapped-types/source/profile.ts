import { BaseModule } from "mqant";
import type { App, ModuleSettings } from "mqant";

export interface Profile {
  name: string;
  nick?: string;
  born: Date;
  age: number;
}

export type Patch = Partial<Profile>;

export type Flags<T> = { [K in keyof T]-?: boolean };

export type Nullable<T> = { [K in keyof T]: T[K] | null };

/** With new names, and without what is no text. */
export type Getters = {
  [K in keyof Profile as Profile[K] extends string ? `get${Capitalize<K>}` : never]: Profile[K];
};

interface Frozen {
  readonly on: boolean;
}

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

export type Suit = "hearts" | "spades";

export class Profiles extends BaseModule {
  override getType(): string {
    return "Profiles";
  }

  override async onInit(app: App, settings: ModuleSettings): Promise<void> {
    await super.onInit(app, settings);
    this.server.registerGO("patch", this.patch);
    this.server.registerGO("flags", this.flags);
    this.server.registerGO("rename", this.rename);
    this.server.registerGO("tables", this.tables);
  }

  private patch(patch: Patch, only: Pick<Profile, "name" | "born">): Required<Patch> {
    return { name: only.name, nick: patch.nick ?? "", born: only.born, age: 1 };
  }

  private flags(flags: Flags<Profile>): Mutable<Frozen> {
    return { on: flags.name };
  }

  private rename(getters: Getters): Nullable<Omit<Profile, "born">> {
    return { name: getters.getName, age: null, nick: null };
  }

  private tables(counts: Record<Suit, number>): Partial<Record<Suit, string[]>> {
    return counts.hearts > 0 ? { hearts: [] } : {};
  }
}
