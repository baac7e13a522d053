import { BaseModule } from "mqant";
import type { App, ModuleSettings, Session } from "mqant";

export interface Deposit {
  amount: bigint;
  at: Date;
  until?: Date | null;
  proof: Uint8Array;
  history: Date[];
  byCurrency: Record<string, bigint>;
  pair: [Date, string, bigint?];
}

export type Change =
  | { kind: "deposit"; deposit: Deposit }
  | { kind: "note"; text: string }
  | { kind: "expired"; at: Date };

/** Told apart by what they are in JSON. */
export type Mixed = number | Date | string[] | { big: bigint } | { small: number };

export class Vault extends BaseModule {
  override getType(): string {
    return "Vault";
  }

  override async onInit(app: App, settings: ModuleSettings): Promise<void> {
    await super.onInit(app, settings);
    this.server.register("HD_Deposit", this.deposit);
    this.server.register("HD_Changes", this.changes);
    this.server.register("HD_Mixed", this.mixed);
    this.server.register("HD_Seal", this.seal);
    this.server.register("balance", this.balance);
    this.server.register("store", this.store);
  }

  private async deposit(session: Session, deposit: Deposit): Promise<Change> {
    await session.send("Vault/OnChange", { at: deposit.at, total: deposit.amount });
    await session.send("Vault/OnNote", { text: "done" });
    return { kind: "deposit", deposit };
  }

  private changes(_session: Session, query: { since?: Date }): (Change | null)[] {
    return [query.since === undefined ? null : { kind: "expired", at: query.since }];
  }

  private mixed(_session: Session, body: { items: Mixed[] }): Mixed {
    return body.items[0] ?? 1;
  }

  private seal(_session: Session, document: Uint8Array): Uint8Array {
    return document;
  }

  private balance(at: Date, account: bigint, key?: Uint8Array): bigint {
    return account + BigInt(at.getTime()) + BigInt(key?.length ?? 0);
  }

  private store(buffer: Buffer, header: { checksum: Buffer }): Buffer {
    return Buffer.concat([header.checksum, buffer]);
  }
}
