import { BaseModule } from "mqant";
import type { App, ModuleSettings, Session } from "mqant";

export interface Labels {
  [label: string]: string;
}

export interface Row {
  id: number;
  [column: string]: number | string;
}

export type ByDay = Record<"mon" | "tue", number>;
export type SomeDays = Partial<Record<"mon" | "tue", { total: number }>>;

export class Stats extends BaseModule {
  override getType(): string {
    return "Stats";
  }

  override async onInit(app: App, settings: ModuleSettings): Promise<void> {
    await super.onInit(app, settings);
    this.server.registerGO("HD_Count", this.count);
    this.server.registerGO("rows", this.rows);
    this.server.registerGO("days", this.days);
  }

  private count(_session: Session, labels: Labels): Record<string, number> {
    return { count: Object.keys(labels).length };
  }

  private rows(
    rows: Row[],
    index: Record<number, Row>,
    nested: Record<string, Record<string, boolean>>,
  ): Row {
    return rows[0] ?? index[0] ?? { id: Object.keys(nested).length };
  }

  private days(all: ByDay, some: SomeDays): Readonly<ByDay> {
    return { mon: all.mon, tue: some.tue?.total ?? 0 };
  }
}
