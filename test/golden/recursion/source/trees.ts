import { BaseModule } from "mqant";
import type { App, ModuleSettings, Session } from "mqant";

export interface Tree {
  name: string;
  children: Tree[];
  parent?: Tree;
}

/** An expression refers to its parts, and they to it. */
export type Expression = Constant | Sum | Call;

export interface Constant {
  kind: "constant";
  value: number;
}

export interface Sum {
  kind: "sum";
  left: Expression;
  right: Expression;
}

export interface Call {
  kind: "call";
  name: string;
  args: Expression[];
  next?: Constant | Call | null;
}

export type Json = string | number | boolean | null | Json[] | { [key: string]: Json };

export interface Event {
  at: Date;
  causes: Event[];
}

export class Trees extends BaseModule {
  override getType(): string {
    return "Trees";
  }

  override async onInit(app: App, settings: ModuleSettings): Promise<void> {
    await super.onInit(app, settings);
    this.server.registerGO("HD_Grow", this.grow);
    this.server.registerGO("HD_Trace", this.trace);
    this.server.registerGO("evaluate", this.evaluate);
    this.server.registerGO("store", this.store);
  }

  private grow(_session: Session, tree: Tree): Tree {
    return { ...tree, children: [tree] };
  }

  private trace(_session: Session, event: Event): Event {
    return event;
  }

  private evaluate(expression: Expression): number {
    return expression.kind === "constant" ? expression.value : 0;
  }

  private store(value: Json): Json {
    return value;
  }
}
