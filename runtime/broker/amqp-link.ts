import { readFileSync } from "node:fs";
import { connect, type ChannelModel } from "amqplib";
import { endsWithin } from "../async/ends-within.ts";
import { faultOf, type BrokerFault } from "./broker-fault.ts";
import type { BrokerSettings } from "./broker-settings.ts";
import type { ChannelUser } from "./channel-user.ts";
import { keepHolding } from "./hold.ts";
import { Seat } from "./seat.ts";

/** A connection that is not there after this long is given up and tried again, in milliseconds. */
const CONNECT_TIMEOUT_MS = 10_000;
/** Seconds; what RabbitMQ's own clients use is 60, which is long for a game. */
const HEARTBEAT_SECONDS = 10;
/** How long a broker may take to say goodbye, in milliseconds. */
const GOODBYE_MS = 500;

/** Who hears of a link. */
export interface LinkObserver {
  /** The connection came, went, or lost or got back a channel. */
  linkChanged(): void;
  /** A try failed, or what was there is lost. */
  linkFailed(fault: BrokerFault): void;
  /** The broker takes no messages for a reason, or takes them again. */
  linkBlocked(reason: string | undefined): void;
}

/**
 * One connection to a broker, made anew whenever it is lost, for ever. Its users get channels on it.
 *
 * amqplib can reconnect by itself, but a connection that the broker closes in the packet that ends the set-up
 * is then never missed, an error during the set-up ends the process, and a socket whose peer is silent is
 * left open.
 */
export class AmqpLink {
  readonly #settings: BrokerSettings;
  readonly #name: string;
  readonly #observer: LinkObserver;
  readonly #seats = new Set<Seat>();
  readonly #closing = new AbortController();
  #connection: ChannelModel | undefined;
  /** Fires when the present connection is gone. */
  #over: AbortController | undefined;
  #running: Promise<void> | undefined;

  /** @param name - What the operator sees: `mqant gate (consuming)`. */
  constructor(settings: BrokerSettings, name: string, observer: LinkObserver) {
    this.#settings = settings;
    this.#name = name;
    this.#observer = observer;
  }

  /** Whether the connection is there, and no user misses its channel. */
  get isReady(): boolean {
    return this.#connection !== undefined && ![...this.#seats].some((seat) => seat.isMissed);
  }

  /**
   * Connects, for as long as it takes.
   *
   * @throws {BrokerFault} if the very first connection is refused for good: credentials, virtual host, TLS.
   */
  async start(): Promise<void> {
    const { first, ended } = keepHolding(
      (onOpen) => this.#hold(onOpen),
      this.#closing.signal,
      (fault) => this.#observer.linkFailed(fault),
    );
    this.#running = ended;
    await first;
  }

  /**
   * Gives `user` a channel, now or as soon as there is a connection.
   *
   * @throws {BrokerFault} if the broker refuses what the user does with it for good.
   */
  async use(user: ChannelUser): Promise<void> {
    const seat = new Seat(user, this.#settings, (fault) => {
      this.#observer.linkFailed(fault);
      this.#observer.linkChanged();
    });
    this.#seats.add(seat);
    await this.#take(seat);
  }

  /**
   * How many consume a queue, as the broker knows it.
   *
   * @returns `undefined` if there is no such queue, or no connection to ask on.
   */
  async consumersOf(queue: string): Promise<number | undefined> {
    try {
      // A channel of its own: the broker closes it if there is no such queue.
      const channel = await this.#connection?.createChannel();
      channel?.on("error", () => {}); // the question fails by it
      const answer = await channel?.checkQueue(queue);
      void channel?.close().catch(() => {}); // gone already
      return answer?.consumerCount;
    } catch {
      return undefined;
    }
  }

  /** Closes the connection; at once if the broker does not answer. Twice is fine. */
  async close(): Promise<void> {
    this.#closing.abort();
    const connection = this.#connection;
    if (connection !== undefined) {
      await endsWithin(this.#leave(connection), GOODBYE_MS);
      destroySocket(connection);
    }
    await this.#running;
  }

  async #leave(connection: ChannelModel): Promise<void> {
    // Channels first: what closes the connection overtakes what they have to say, acknowledgements among it.
    await Promise.all([...this.#seats].map((seat) => seat.leave()));
    await connection.close().catch(() => {}); // closed already
  }

  async #take(seat: Seat): Promise<void> {
    if (this.#connection === undefined || this.#over === undefined) return;
    await seat.take(this.#connection, this.#over.signal);
    this.#observer.linkChanged();
  }

  /** Connects and holds the connection until it is lost. */
  async #hold(onOpen: () => void): Promise<BrokerFault> {
    let failure: unknown;
    const over = new AbortController();
    try {
      const connection = await connect(this.#uri(), this.#socketOptions());
      connection.on("error", (error) => (failure = error)); // "close" follows
      const closed = new Promise<void>((resolve) => {
        connection.once("close", (error) => {
          failure ??= error;
          resolve();
        });
      });
      if (this.#closing.signal.aborted) {
        destroySocket(connection);
        return faultOf(new Error("closing"), this.#settings);
      }
      // A connection that was closed before anybody listened is found by using it.
      await (await connection.createChannel()).close();
      connection.on("blocked", (reason) => this.#observer.linkBlocked(reason));
      connection.on("unblocked", () => this.#observer.linkBlocked(undefined));
      this.#connection = connection;
      this.#over = over;
      onOpen();
      // What a seat is refused is told by itself, and to `use` where that waits for it.
      for (const seat of this.#seats) void this.#take(seat).catch(() => {});
      await closed;
      // amqplib ends its stream, which a peer that is silent would keep half open for ever.
      destroySocket(connection);
    } catch (error) {
      failure ??= error;
    }
    this.#connection = undefined;
    this.#over = undefined;
    over.abort();
    this.#observer.linkBlocked(undefined);
    this.#observer.linkChanged();
    return faultOf(failure ?? new Error("it was closed"), this.#settings);
  }

  #uri(): string {
    const uri = new URL(this.#settings.uri);
    const { heartbeatSeconds } = this.#settings;
    if (heartbeatSeconds !== undefined || !uri.searchParams.has("heartbeat")) {
      uri.searchParams.set("heartbeat", String(heartbeatSeconds ?? HEARTBEAT_SECONDS));
    }
    return uri.href;
  }

  #socketOptions() {
    const { caFile, certFile, keyFile } = this.#settings;
    return {
      // Without it Nagle's algorithm and delayed acknowledgements stall a call for 40 ms.
      noDelay: true,
      keepAlive: true,
      timeout: CONNECT_TIMEOUT_MS,
      clientProperties: { connection_name: this.#name },
      ...(caFile !== undefined && { ca: readFileSync(caFile) }),
      ...(certFile !== undefined && { cert: readFileSync(certFile) }),
      ...(keyFile !== undefined && { key: readFileSync(keyFile) }),
    };
  }
}

function destroySocket({ connection }: ChannelModel): void {
  // amqplib's types leave the socket out; by an error it notices the end, and says "close" if it has not.
  const { stream } = connection as { stream?: { destroy?: (error: Error) => void } };
  stream?.destroy?.(new Error("the connection is given up"));
}
