import { BaseModule } from "mqant";
import type { App, ModuleSettings } from "mqant";

/** Whoever extends it has children of its own kind. */
export interface Node {
  name: string;
  parent?: this;
}

export interface Tree {
  name: string;
  children: Leaf[];
}

export interface Leaf extends Node {
  children: Leaf[];
  green: boolean;
}

export interface Link<T> {
  value: T;
  next?: Link<T>;
}

export class Forest extends BaseModule {
  override getType(): string {
    return "Forest";
  }

  override async onInit(app: App, settings: ModuleSettings): Promise<void> {
    await super.onInit(app, settings);
    this.server.registerGO("grow", this.grow);
    this.server.registerGO("chain", this.chain);
  }

  private grow(tree: Tree): Leaf {
    return { name: "leaf", children: tree.children.slice(1), green: true };
  }

  private chain(link: Link<number>): Link<string> {
    return { value: String(link.value) };
  }
}
