import { BaseModule } from "mqant";
import type { App, ModuleSettings, Session } from "mqant";

export interface Page<T, Cursor = string> {
  items: T[];
  next: Cursor | null;
}

export type Result<T, E extends string = "failed"> =
  { ok: true; value: T } | { ok: false; error: E };

export interface Entry<K extends string, V> {
  key: K;
  value: V;
}

export class Archive extends BaseModule {
  override getType(): string {
    return "Archive";
  }

  override async onInit(app: App, settings: ModuleSettings): Promise<void> {
    await super.onInit(app, settings);
    this.server.registerGO("HD_List", this.list);
    this.server.registerGO("wrap", this.wrap);
    this.server.registerGO("find", this.find);
  }

  private list(
    _session: Session,
    page: Page<Entry<"a" | "b", number>>,
  ): Result<Page<Entry<"a", Result<string>>, number>> {
    return { ok: true, value: { items: [], next: page.items.length } };
  }

  private wrap(
    page: Page<Page<string[], bigint>>,
  ): Result<Page<Page<string[], bigint>>, "empty" | "full"> {
    return page.items.length === 0 ? { ok: false, error: "empty" } : { ok: true, value: page };
  }

  private find(entries: Entry<string, Entry<"id", Date>>[]): Entry<string, Date | null> {
    const [first] = entries;
    return { key: first?.key ?? "", value: first?.value.value ?? null };
  }
}
