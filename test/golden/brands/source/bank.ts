import { BaseModule } from "mqant";
import type { App, ModuleSettings, Session } from "mqant";

declare const brand: unique symbol;

/** The symbol is known to this file alone. */
export type Branded<T, Name extends string> = T & { readonly [brand]: Name };

export type AccountId = Branded<string, "AccountId">;

export type Cents = number & { readonly __unit: "cents" };

export type Serial = bigint & { readonly __kind: "serial" };

export class Bank extends BaseModule {
  override getType(): string {
    return "Bank";
  }

  override async onInit(app: App, settings: ModuleSettings): Promise<void> {
    await super.onInit(app, settings);
    this.server.registerGO("HD_Pay", this.pay);
    this.server.registerGO("total", this.total);
    this.server.registerGO("accounts", this.accounts);
  }

  private pay(_session: Session, order: { from: AccountId; amount: Cents }): AccountId {
    return order.from;
  }

  private total(amounts: Cents[], limit?: Cents | null): Cents {
    return amounts[0] ?? limit ?? (0 as Cents);
  }

  private accounts(ids: Record<string, AccountId>, big: Serial): Branded<string, "note">[] {
    return Object.keys(ids).concat(String(big)) as Branded<string, "note">[];
  }
}
