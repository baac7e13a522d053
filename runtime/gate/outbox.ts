import type { ClientSocket } from "./client-socket.ts";
import { DrainWatch, type DrainHost, type DrainOwner } from "./drain-watch.ts";
import type { Flushable, TurnEnd } from "../async/turn-end.ts";

/** Gathered bytes beyond this many are written before the turn ends. */
const BATCH_BYTES = 65_536;

/** What all outboxes of a gate have in common. */
export interface OutboxHost extends DrainHost {
  readonly turn: TurnEnd;
  readonly limits: DrainHost["limits"] & {
    /** What a client may leave unread before nothing more is accepted. */
    readonly maxUnsentBytes: number;
  };
}

/**
 * What goes to one client: packets wait until the connection is open, then those of one turn of the event
 * loop leave in one write.
 */
export class Outbox implements Flushable {
  readonly #socket: ClientSocket;
  readonly #host: OutboxHost;
  readonly #owner: DrainOwner;
  // Made on demand: most clients take at once what is written.
  #watch: DrainWatch | undefined;
  #first: Buffer | undefined;
  /** Those behind the first: mostly there are none, and then there is no list either. */
  #others: Buffer[] | undefined;
  #bytes = 0;
  #isOpen = false;

  constructor(socket: ClientSocket, host: OutboxHost, owner: DrainOwner) {
    this.#socket = socket;
    this.#host = host;
    this.#owner = owner;
  }

  /**
   * Takes a packet.
   *
   * @returns `false` if it was not taken, because the client does not read what it was sent.
   */
  add(packet: Buffer): boolean {
    // Looked at before the packet is added: one large message to a client that reads is no fault of it.
    const unsent = this.#isOpen ? this.#socket.unsentBytes : this.#bytes;
    if (unsent > this.#host.limits.maxUnsentBytes) return false;
    this.#bytes += packet.length;
    if (this.#first === undefined) {
      this.#first = packet;
      if (this.#isOpen) this.#host.turn.add(this);
    } else if (this.#others === undefined) this.#others = [packet];
    else this.#others.push(packet);
    if (this.#isOpen && this.#bytes > BATCH_BYTES) this.flush();
    return true;
  }

  /** Lets packets leave: `first`, then what was added before. */
  open(first: Buffer): void {
    this.#isOpen = true;
    if (this.#first !== undefined) this.#others = [this.#first, ...(this.#others ?? [])];
    this.#first = first;
    this.#bytes += first.length;
    this.#host.turn.add(this);
  }

  /** Writes what was gathered, unless the outbox is not open. */
  flush(): void {
    const first = this.#first;
    const others = this.#others;
    if (first === undefined || !this.#isOpen) return;
    const bytes = others === undefined ? first : Buffer.concat([first, ...others], this.#bytes);
    this.clear();
    this.#socket.write(bytes);
    if (this.#watch === undefined && this.#socket.unsentBytes > 0) {
      this.#watch = new DrainWatch(this.#socket, this.#host, this.#owner);
    }
    this.#watch?.wrote(bytes.length);
  }

  /** Nothing is written any more. */
  close(): void {
    this.clear();
    this.#watch?.stop();
  }

  /** Forgets what was gathered. */
  clear(): void {
    this.#first = undefined;
    this.#others = undefined;
    this.#bytes = 0;
  }
}
