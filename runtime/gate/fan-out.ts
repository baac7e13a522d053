import { setImmediate } from "node:timers/promises";
import type { BroadcastOptions, SendOptions } from "../session/delivery.ts";
import type { ClientTable } from "./client-table.ts";
import type { GateClient } from "./gate-client.ts";
import { Push } from "./outgoing-message.ts";

/** Clients that get a message in one turn of the event loop: requests of others come in between. */
const CLIENTS_PER_TURN = 500;

/**
 * Pushes one message to many clients of one gate, encoded once; acknowledgements are not waited for. Each
 * tells how many were reached, and throws `invalid_argument` for a topic or body that can't be sent.
 */
export class FanOut {
  readonly #clients: ClientTable;
  readonly #pushQos: 0 | 1;

  /** @param pushQos - The QoS of pushes that do not say it. */
  constructor(clients: ClientTable, pushQos: 0 | 1) {
    this.#clients = clients;
    this.#pushQos = pushQos;
  }

  toAll(topic: string, body: unknown, options: BroadcastOptions): Promise<number> {
    return this.#send(topic, body, [...this.#clients], options);
  }

  toGroup(group: string, topic: string, body: unknown, options: BroadcastOptions): Promise<number> {
    return this.#send(topic, body, this.#clients.groups.membersOf(group), options);
  }

  /** Those that are gone are passed over. */
  toSessions(
    sessionIds: readonly unknown[],
    topic: string,
    body: unknown,
    options: SendOptions,
  ): Promise<number> {
    const clients = sessionIds.map((id) => this.#clients.find(id));
    return this.#send(topic, body, clients, options);
  }

  async #send(
    topic: string,
    body: unknown,
    clients: readonly (GateClient | undefined)[],
    { qos = this.#pushQos, except }: BroadcastOptions,
  ): Promise<number> {
    const push = new Push(topic, body);
    const excepted = except && this.#clients.find(except.sessionId);
    let reached = 0;
    for (let index = 0; index < clients.length; index++) {
      if (index > 0 && index % CLIENTS_PER_TURN === 0) await setImmediate();
      const client = clients[index];
      if (client === undefined || client === excepted) continue;
      if (client.publish(push, qos)) reached++;
    }
    return reached;
  }
}
