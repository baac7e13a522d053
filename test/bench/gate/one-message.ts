import { Gate } from "mqant";
import { amqplib } from "../rpc/amqplib.ts";
import type { Client } from "../rpc/contestant.ts";
import { startGate } from "./ours.ts";
import type { Network, RunningServer } from "./server.ts";

/** One AMQP message a call and one a reply, as somebody writes it who knows amqplib. */
const byHand = amqplib<readonly unknown[]>("direct reply-to");

/**
 * The same gate, but each request is an AMQP message of its own, with session and body as JSON: all that is
 * different is how calls travel. Nothing is validated, copied or timed on that way.
 */
class OneMessageGate extends Gate {
  readonly #client: Client<readonly unknown[]>;

  constructor(client: Client<readonly unknown[]>) {
    super();
    this.#client = client;
  }

  override async invoke(
    _target: string,
    _handler: string,
    args: readonly unknown[],
  ): Promise<unknown> {
    const [, body] = await this.#client.call(args);
    return body;
  }
}

export async function startOneMessage(network: Network, uri: string): Promise<RunningServer> {
  return await startGate(network, new OneMessageGate(await byHand.connect(uri)), []);
}

/** What {@link startOneMessage} calls. */
export async function serveOneMessage(uri: string): Promise<void> {
  await byHand.serve(uri, () => {});
}
