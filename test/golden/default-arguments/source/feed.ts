import { BaseModule } from "mqant";
import type { App, ModuleSettings, Session } from "mqant";

export interface Post {
  text: string;
}

/** Both arguments may be left out. */
export interface Page<T = Post, Cursor = string> {
  items: T[];
  next?: Cursor;
}

export type Result<T, E extends string = "unknown"> =
  { ok: true; value: T } | { ok: false; error: E };

/** The second argument is the first by default. */
export interface Pair<A, B = A> {
  first: A;
  second: B;
}

export class Feed extends BaseModule {
  override getType(): string {
    return "Feed";
  }

  override async onInit(app: App, settings: ModuleSettings): Promise<void> {
    await super.onInit(app, settings);
    this.server.registerGO("HD_List", this.list);
    this.server.registerGO("wrap", this.wrap);
    this.server.registerGO("nest", this.nest);
  }

  private list(_session: Session, page: Page): Page<Post, number> {
    return { items: [], ...(page.next === undefined ? {} : { next: 1 }) };
  }

  private wrap(result: Result<Page<Post>>): Result<Result<Post[], "gone">> {
    return result.ok ? { ok: true, value: { ok: false, error: "gone" } } : result;
  }

  private nest(all: Page<Page<Page<Post>>>): Pair<Pair<Post, number>> {
    const [post = { text: "" }] = all.items[0]?.items[0]?.items ?? [];
    const pair: Pair<Post, number> = { first: post, second: 1 };
    return { first: pair, second: pair };
  }
}
