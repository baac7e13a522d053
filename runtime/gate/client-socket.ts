import type { CloseReason } from "./close-reason.ts";

/** What carries a client's bytes; a session's `network` says it. */
export type Network = "tcp" | "tls" | "ws" | "wss";

/** Who gets what a socket has to tell. */
export interface SocketReceiver {
  /** Bytes in the order in which they were sent; cut anywhere. */
  receive(bytes: Buffer): void;
  /**
   * Nothing comes and nothing goes any more. Called once.
   *
   * @param cause - `undefined` if the client closed it.
   */
  socketClosed(cause: CloseReason | Error | undefined): void;
}

/**
 * One client's stream of bytes, whatever carries it. A listener makes it, one connection owns it.
 */
export interface ClientSocket {
  readonly network: Network;
  /** The client's address, without the port. */
  readonly ip: string;
  /** Bytes that were written and have not left this process. */
  readonly unsentBytes: number;
  /** Names the receiver and begins to read. */
  start(receiver: SocketReceiver): void;
  /** The client has said CONNECT: the door's deadline for that no longer applies. */
  greeted(): void;
  write(bytes: Buffer): void;
  pause(): void;
  resume(): void;
  /**
   * Closes when what was written has left, at the latest after a second. Twice is fine.
   *
   * @param isStopping - Whether the gate goes away, which WebSocket has a word for.
   */
  close(isStopping: boolean): void;
  /** Closes at once; what was not sent is lost. Twice is fine. */
  destroy(): void;
}
