import { BaseModule } from "mqant";
import type { App, ModuleSettings, Session } from "mqant";
import { withSchema } from "mqant";
import * as z from "zod";

/** What a bid is, with rules that a type can't say. */
const Bid = z.object({
  amount: z.number().int().multipleOf(5),
  note: z.string().default("none"),
  until: z.iso.date().optional(),
});

export class Auction extends BaseModule {
  override getType(): string {
    return "Auction";
  }

  override async onInit(app: App, settings: ModuleSettings): Promise<void> {
    await super.onInit(app, settings);
    this.server.registerGO("HD_Bid", withSchema(Bid, this.bid));
    this.server.registerGO("close", this.close);
  }

  private bid(_session: Session, bid: z.output<typeof Bid>): string {
    return `${bid.amount} ${bid.note}`;
  }

  private readonly close = withSchema(z.string().trim().min(1), (name) => name.length);
}
