import type { BrokerHealth } from "../broker/broker-health.ts";
import type { Carrier } from "../rpc/carrier.ts";
import type { RpcServer } from "../rpc/rpc-server.ts";
import type { Revive } from "./wire-value.ts";

/** A format, and the broker that it is spoken over: calls from and to other processes. */
export interface Wire extends Carrier {
  /**
   * Connects, for as long as it takes.
   *
   * @throws {BrokerFault} if the broker refuses for good.
   */
  start(): Promise<void>;
  /**
   * Makes an instance of this process known; {@link serve} opens its queue.
   *
   * @param revive - Makes a session of one that came with a call.
   */
  addLocal(id: string, server: RpcServer, revive: Revive): void;
  /**
   * Opens the queues of all instances that were added.
   *
   * @throws {BrokerFault} if the broker refuses a queue for good.
   * @throws {RpcError} `already_exists` if a live process serves one of them.
   */
  serve(): Promise<void>;
  /** Takes no new calls; a start that still waits ends. */
  stopAccepting(): Promise<void>;
  /** Leaves the queues without losing what is in them, as far as that can be done before `signal` fires. */
  retire(signal: AbortSignal): Promise<void>;
  /** Sends what waits to be sent, and closes the connections. */
  close(): Promise<void>;
  health(): BrokerHealth;
}
