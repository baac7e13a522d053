import { BaseModule } from "mqant";
import type { App, ModuleSettings, Session } from "mqant";

export interface Item {
  id: string;
  price: number;
  note?: string;
}

export type State = "new" | "paid" | "sent" | null;

function summary(items: Item[]): { count: number; total: number } {
  return { count: items.length, total: items.reduce((sum, { price }) => sum + price, 0) };
}

export class Store extends BaseModule {
  override getType(): string {
    return "Store";
  }

  override async onInit(app: App, settings: ModuleSettings): Promise<void> {
    await super.onInit(app, settings);
    this.server.registerGO("HD_Change", this.change);
    this.server.registerGO("create", this.create);
    this.server.registerGO("states", this.states);
    this.server.registerGO("sum", this.sum);
  }

  private change(
    _session: Session,
    change: Pick<Item, "id"> & Partial<Omit<Item, "id">>,
  ): Required<Item> {
    return { price: 0, note: "", ...change };
  }

  private create(items: readonly Omit<Item, "id">[]): Readonly<Item>[] {
    return items.map((item, index) => ({ ...item, id: String(index) }));
  }

  private states(
    from: NonNullable<State>,
    to: Exclude<State, "new" | null>,
  ): Extract<State, "paid" | "lost"> {
    return from === to ? "paid" : "paid";
  }

  private sum(...args: Parameters<typeof summary>): Awaited<Promise<ReturnType<typeof summary>>> {
    return summary(...args);
  }
}
