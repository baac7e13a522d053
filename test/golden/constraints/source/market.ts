import { BaseModule } from "mqant";
import type { App, ModuleSettings, Session } from "mqant";

/**
 * What a shop is called.
 *
 * @minLength 3
 * @maxLength 20
 */
export type ShopName = string;

/** @maxLength 10 */
export type ShortName = ShopName;

/** @pattern `^[a-z]{2,3}-\d+$` */
export type ItemId = string & { readonly __brand: "ItemId" };

/** @minLength 3 */
export type Hint = string | null;

/** @min 0 */
type Price = number;

export interface Offer {
  item: ItemId;
  shop: ShopName;
  /**
   * What one piece costs.
   *
   * @max 1000.5
   */
  price: Price;
  /**
   * @int
   * @min 1
   */
  count?: number;
  /** @maxLength 5 */
  note: ShopName | null;
  /** @maxLength 5 */
  hint?: Hint;
  /** @format email */
  contact: string | null;
  /** @format date-time */
  until?: string;
  /**
   * @minItems 1
   * @maxItems 3
   */
  tags: ShortName[];
  /** @maxLength 12 */
  code: `SALE-${string}`;
}

export class Market extends BaseModule {
  override getType(): string {
    return "Market";
  }

  override async onInit(app: App, settings: ModuleSettings): Promise<void> {
    await super.onInit(app, settings);
    this.server.registerGO("HD_Offer", this.offer);
    this.server.registerGO("find", this.find);
  }

  /**
   * Puts an offer up.
   *
   * @param offer - What is sold, and where.
   */
  private offer(_session: Session, offer: Offer): ItemId {
    return offer.item;
  }

  private find(
    /** @format uuid */ id: string,
    /** @int @min 1 @max 100 */ limit = 10,
    /** @maxItems 2 */ ...shops: ShopName[]
  ): Offer[] {
    return shops.includes(id) || limit === 0 ? [] : [];
  }
}
