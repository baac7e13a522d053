import { Party } from "../party.ts";
import type { Orders } from "./orders.ts";

/** Both processes of a contestant. */
export class Pair implements AsyncDisposable {
  readonly caller: Party<Orders>;
  readonly callee: Party<Orders>;

  private constructor(caller: Party<Orders>, callee: Party<Orders>) {
    this.caller = caller;
    this.callee = callee;
  }

  static async start(contestant: string, uri: string): Promise<Pair> {
    const callee = await start("callee", contestant, uri);
    try {
      return new Pair(await start("caller", contestant, uri), callee);
    } catch (error) {
      await callee[Symbol.asyncDispose]();
      throw error;
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.caller[Symbol.asyncDispose]();
    await this.callee[Symbol.asyncDispose]();
  }
}

function start(role: "caller" | "callee", contestant: string, uri: string): Promise<Party<Orders>> {
  const title = `the ${role} of ${contestant}`;
  return Party.start(title, "rpc/party-process.ts", [role, contestant, uri]);
}
