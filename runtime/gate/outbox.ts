import type { ClientSocket } from "./client-socket.ts";
import type { Flushable, TurnEnd } from "../async/turn-end.ts";

/** Gathered bytes beyond this many are written before the turn ends. */
const BATCH_BYTES = 65_536;

/**
 * What goes to one client: packets wait until the connection is open, then those of one turn of the event
 * loop leave in one write.
 */
export class Outbox implements Flushable {
  readonly #socket: ClientSocket;
  readonly #turn: TurnEnd;
  readonly #maxUnsentBytes: number;
  #first: Buffer | undefined;
  /** Those behind the first: mostly there are none, and then there is no list either. */
  #others: Buffer[] | undefined;
  #bytes = 0;
  #isOpen = false;

  /** @param maxUnsentBytes - What the client may leave unread before nothing more is accepted. */
  constructor(socket: ClientSocket, turn: TurnEnd, maxUnsentBytes: number) {
    this.#socket = socket;
    this.#turn = turn;
    this.#maxUnsentBytes = maxUnsentBytes;
  }

  /**
   * Takes a packet.
   *
   * @returns `false` if it was not taken, because the client does not read what it was sent.
   */
  add(packet: Buffer): boolean {
    // Looked at before the packet is added: one large message to a client that reads is no fault of it.
    const unsent = this.#isOpen ? this.#socket.unsentBytes : this.#bytes;
    if (unsent > this.#maxUnsentBytes) return false;
    this.#bytes += packet.length;
    if (this.#first === undefined) {
      this.#first = packet;
      if (this.#isOpen) this.#turn.add(this);
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
    this.#turn.add(this);
  }

  /** Writes what was gathered, unless the outbox is not open. */
  flush(): void {
    const first = this.#first;
    const others = this.#others;
    if (first === undefined || !this.#isOpen) return;
    const bytes = others === undefined ? first : Buffer.concat([first, ...others], this.#bytes);
    this.clear();
    this.#socket.write(bytes);
  }

  /** Forgets what was gathered. */
  clear(): void {
    this.#first = undefined;
    this.#others = undefined;
    this.#bytes = 0;
  }
}
