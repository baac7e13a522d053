import { BaseModule } from "mqant";
import type { App, ModuleSettings, Session } from "mqant";
import type { Brand, ItemPatch, ItemView, Page, Result } from "./dto.ts";
import type { Item } from "./dto.ts";

export class Shop extends BaseModule {
  override getType(): string {
    return "Shop";
  }

  override async onInit(app: App, settings: ModuleSettings): Promise<void> {
    await super.onInit(app, settings);
    this.server.registerGO("HD_List", this.list);
    this.server.registerGO("patch", this.patch);
    this.server.registerGO("views", this.views);
    this.server.registerGO("inline", this.inline);
    this.server.registerGO("brand", this.brand);
  }

  private list(_session: Session, query: { page?: number }): Page<Item> {
    return { items: [], next: query.page };
  }

  private patch(id: Item["id"], patch: ItemPatch): Result<Page<Item>, string> {
    return id > 0 && patch.name !== undefined
      ? { ok: false, error: "no" }
      : { ok: true, value: { items: [] } };
  }

  private views(pages: Page<Page<ItemView>>): Result<void> {
    return { ok: true, value: pages.items.forEach(() => {}) };
  }

  private inline(
    patch: Partial<Omit<Item, "id">> & { id: number },
    keys: (keyof Item)[],
  ): Pick<Item, "id" | "name"> {
    return { id: patch.id, name: patch.name ?? keys.join() };
  }

  private brand(brand: Brand): Brand {
    return brand;
  }
}
