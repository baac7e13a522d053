import { setImmediate as endOfTurn } from "node:timers/promises";
import type { Channel, ChannelModel } from "amqplib";
import { faultOf, type BrokerFault } from "./broker-fault.ts";
import type { BrokerSettings } from "./broker-settings.ts";
import type { ChannelUser } from "./channel-user.ts";
import { keepHolding } from "./hold.ts";

/** Keeps one user of a connection on a channel, for as long as the connection lasts. */
export class Seat {
  readonly #user: ChannelUser;
  readonly #settings: BrokerSettings;
  readonly #onFault: (fault: BrokerFault) => void;
  readonly #left = new AbortController();
  #channel: Channel | undefined;
  #isReady = false;
  #wasReady = false;

  /** @param onFault - Told why the channel was lost, or could not be had, while the connection lasts. */
  constructor(user: ChannelUser, settings: BrokerSettings, onFault: (fault: BrokerFault) => void) {
    this.#user = user;
    this.#settings = settings;
    this.#onFault = onFault;
  }

  /** Whether the user has lost its channel, and has no other one yet. */
  get isMissed(): boolean {
    return this.#wasReady && !this.#isReady;
  }

  /**
   * Opens channels on `connection`, again whenever one is lost, until `over` fires.
   *
   * @returns What resolves when the first is ready, or rejects with a permanent {@link BrokerFault} of it;
   *   tries go on all the same.
   */
  take(connection: ChannelModel, over: AbortSignal): Promise<void> {
    return keepHolding(
      (onReady) => this.#hold(connection, onReady),
      AbortSignal.any([over, this.#left.signal]),
      this.#onFault,
    ).first;
  }

  /** Gives the channel up for good: when this resolves, the broker has got all that was sent on it. */
  async leave(): Promise<void> {
    this.#left.abort();
    await endOfTurn(); // then it has been told what was admitted in this one
    await this.#channel?.close().catch(() => {}); // gone already
  }

  /** Opens a channel and holds it until it is lost. */
  async #hold(connection: ChannelModel, onReady: () => void): Promise<BrokerFault> {
    let failure: unknown;
    try {
      const channel = await this.#user.create(connection);
      this.#channel = channel;
      channel.on("error", (error) => (failure = error)); // "close" follows
      const closed = new Promise<void>((resolve) => channel.once("close", resolve));
      const lost = closed.then(() => Promise.reject(asError(failure)));
      await Promise.race([this.#user.opened(channel), lost]);
      this.#isReady = true;
      this.#wasReady = true;
      onReady();
      await closed;
    } catch (error) {
      failure ??= error;
      void this.#channel?.close().catch(() => {}); // it may be open still, if `opened` failed
    }
    this.#isReady = false;
    this.#channel = undefined;
    this.#user.lost();
    return faultOf(asError(failure), this.#settings, this.#user.title);
  }
}

function asError(failure: unknown): Error {
  return failure instanceof Error ? failure : new Error("the channel was closed");
}
