import { BaseModule } from "mqant";
import type { App, ModuleSettings } from "mqant";

export interface Post {
  text: string;
  by?: string | null;
}

type Posts = readonly Post[];

type Input<K extends string> = K extends "age" ? number : K extends "born" ? boolean : string;

type Flat<T> = T extends (infer E)[] ? Flat<E> : T;

type ElementOf<T> = T extends readonly (infer E)[] ? E : never;

type Unwrapped<T> = T extends Promise<infer V> ? V : T;

/** Distributes over the members of a union. */
export type Without<T, U> = T extends U ? never : T;

export class Form extends BaseModule {
  override getType(): string {
    return "Form";
  }

  override async onInit(app: App, settings: ModuleSettings): Promise<void> {
    await super.onInit(app, settings);
    this.server.registerGO("fill", this.fill);
    this.server.registerGO("first", this.first);
    this.server.registerGO("strip", this.strip);
  }

  private fill(value: Input<"age">, other: Input<"name" | "born">): Flat<string[][]> {
    return String(value) + String(other);
  }

  private first(list: ElementOf<Posts>): Unwrapped<Promise<Post>> {
    return list;
  }

  private strip(id: Without<"a" | "b" | "c", "b">): NonNullable<Post["by"]> {
    return id;
  }
}
