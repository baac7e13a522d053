import type { HandlerServer } from "../module/handler-server.ts";
import { isSettingsChange } from "../session/session.ts";
import type { SessionSnapshot } from "../session/session.ts";
import type { ClientTable } from "./client-table.ts";
import { deliver } from "./deliver.ts";
import type { DuplicateUsers } from "./duplicate-users.ts";
import type { GateClient } from "./gate-client.ts";
import { qosOf, text, wrong } from "./handler-arguments.ts";
import { Push } from "./outgoing-message.ts";
import type { StoredUsers } from "./stored-users.ts";

/** What {@link SessionHandlers} are made of. */
export interface SessionHandlersOptions {
  readonly clients: ClientTable;
  /** Where settings of bound users are kept, if they are. */
  readonly users: StoredUsers | undefined;
  /** Sees to it that a user has one session, if that is wanted. */
  readonly duplicates: DuplicateUsers | undefined;
  /** The QoS of pushes that do not say it. */
  readonly pushQos: 0 | 1;
}

/**
 * What sessions call home to, wherever they are used. The first argument of each is the session id; one
 * that is gone gives `not_found`.
 *
 * Source: mqant's gate handlers of the same names.
 */
export class SessionHandlers {
  readonly #clients: ClientTable;
  readonly #users: StoredUsers | undefined;
  readonly #duplicates: DuplicateUsers | undefined;
  readonly #pushQos: 0 | 1;

  constructor({ clients, users, duplicates, pushQos }: SessionHandlersOptions) {
    this.#clients = clients;
    this.#users = users;
    this.#duplicates = duplicates;
    this.#pushQos = pushQos;
  }

  /** Registers all of them. They run side by side: a slow session store holds up nobody else. */
  register(server: HandlerServer): void {
    server.registerGO("Bind", (id: unknown, userId: unknown) => this.#bind(id, userId));
    server.registerGO("UnBind", (id: unknown) => this.#unbind(id));
    server.registerGO("Push", (id: unknown, change: unknown) => this.#push(id, change));
    server.registerGO("Set", (id: unknown, key: unknown, value: unknown) => {
      return this.#change(id, [[text(key, "a key"), text(value, "a value")]]);
    });
    server.registerGO("Remove", (id: unknown, key: unknown) => {
      return this.#change(id, [[text(key, "a key"), undefined]]);
    });
    server.registerGO("Update", (id: unknown) => this.#clients.get(id).snapshot());
    server.registerGO("Send", (id: unknown, topic: unknown, body: unknown, qos: unknown) => {
      const push = new Push(text(topic, "a topic"), body);
      return deliver(push, this.#clients.get(id), qosOf(qos) ?? this.#pushQos);
    });
    server.registerGO("Close", (id: unknown) => {
      this.#clients.get(id).end("closed", "a module closed the session");
    });
  }

  async #bind(id: unknown, userId: unknown): Promise<SessionSnapshot> {
    const client = this.#clients.get(id);
    const user = text(userId, "a user id");
    if (user === "") throw wrong("a user id that is not empty", userId);
    const load = async (name: string) => (await this.#users?.load(name)) ?? new Map();
    if (this.#duplicates === undefined) await client.bind(user, load);
    else await this.#duplicates.bind(client, user, (check) => client.bind(user, load, check));
    this.#clients.get(id); // the client may have gone while the store was asked
    return await this.#saved(client);
  }

  #unbind(id: unknown): SessionSnapshot {
    const client = this.#clients.get(id);
    client.unbind();
    return client.snapshot();
  }

  /** `change` is ours, `{ set, removed }`, or mqant's: the whole settings as one object of texts. */
  async #push(id: unknown, change: unknown): Promise<SessionSnapshot> {
    if (isSettingsChange(change)) {
      const removed = change.removed.map((key) => [text(key, "a key"), undefined] as const);
      return await this.#change(id, [...texts(change.set), ...removed]);
    }
    return await this.#change(id, texts(change));
  }

  async #change(
    id: unknown,
    changes: readonly (readonly [string, string | undefined])[],
  ): Promise<SessionSnapshot> {
    const client = this.#clients.get(id);
    client.change(changes);
    return await this.#saved(client);
  }

  async #saved(client: GateClient): Promise<SessionSnapshot> {
    const { userId, settings } = client.snapshot();
    if (userId !== "") await this.#users?.save(userId, settings);
    return client.snapshot();
  }
}

function texts(value: unknown): (readonly [string, string])[] {
  if (typeof value !== "object" || value === null) throw wrong("an object of settings", value);
  return Object.entries(value).map(([key, item]) => [key, text(item, `setting "${key}"`)] as const);
}
