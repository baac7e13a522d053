import { Socket } from "node:net";
import { setTimeout as pause } from "node:timers/promises";

/** How many bytes one direction of a link holds before it stops reading. */
const MAX_HELD_BYTES = 1024 * 1024;

/** What all links of a proxy have in common: how the line behaves now. */
export interface Line {
  frozen: boolean;
  /** Resolves when the line is no longer frozen; it may be again by then. */
  thawed: Promise<void>;
  /** What each direction adds, in milliseconds. */
  delayMs: number;
  /** How many bytes may still pass to clients; `undefined` for no limit. */
  bytesUntilCut: number | undefined;
  /** Called when the last of them has passed. */
  cut: () => void;
}

/** One client's connection, and the one to the target that it is passed on to. */
export class TcpLink {
  readonly #client: Socket;
  readonly #target = new Socket({ allowHalfOpen: true });
  readonly #line: Line;
  readonly #lanes: readonly Lane[];

  /** @param onClosed - Called when both connections are over. */
  constructor(client: Socket, targetPort: number, line: Line, onClosed: () => void) {
    this.#client = client;
    this.#line = line;
    this.#lanes = [
      new Lane(client, this.#target, line, false),
      new Lane(this.#target, client, line, true),
    ];
    this.#listen(client, this.#target, onClosed);
    this.#listen(this.#target, client, onClosed);
    void this.#connect(targetPort); // fails by events
  }

  /** Whether the client's connection is still there. */
  get hasClient(): boolean {
    return !this.#client.destroyed;
  }

  /** RST to both sides. */
  reset(): void {
    this.#client.resetAndDestroy();
    this.#target.resetAndDestroy();
  }

  /** FIN to the client; what it sends still passes. */
  endClient(): void {
    this.#client.end();
  }

  /** Reads or doesn't, as the line now asks for. */
  update(): void {
    for (const lane of this.#lanes) lane.update();
  }

  #listen(socket: Socket, other: Socket, onClosed: () => void): void {
    socket.setNoDelay(true);
    socket.on("error", () => {}); // "close" follows
    socket.once("close", (hadError) => {
      if (hadError) other.resetAndDestroy();
      if (other.closed) onClosed();
    });
  }

  async #connect(port: number): Promise<void> {
    while (this.#line.frozen) await this.#line.thawed;
    if (!this.#target.destroyed) this.#target.connect({ port, host: "127.0.0.1" });
  }
}

/** One direction: passes bytes and FIN on in order, when the line lets them. */
class Lane {
  readonly #from: Socket;
  readonly #to: Socket;
  readonly #line: Line;
  readonly #towardsClient: boolean;
  #heldBytes = 0;
  #wasCut = false;
  #last: Promise<void> = Promise.resolve();

  constructor(from: Socket, to: Socket, line: Line, towardsClient: boolean) {
    this.#from = from;
    this.#to = to;
    this.#line = line;
    this.#towardsClient = towardsClient;
    from.on("data", (bytes: Buffer) => {
      this.#heldBytes += bytes.length;
      this.update();
      this.#inTurn(() => this.#pass(bytes));
    });
    from.on("end", () => this.#inTurn(() => to.end()));
    this.update();
  }

  update(): void {
    // A socket that isn't read lets the system's buffers fill until the sender has to stop.
    if (this.#line.frozen || this.#heldBytes > MAX_HELD_BYTES) this.#from.pause();
    else this.#from.resume();
  }

  #inTurn(act: () => void): void {
    const due = performance.now() + this.#line.delayMs;
    this.#last = this.#last.then(async () => {
      const waitMs = due - performance.now();
      if (waitMs > 0) await pause(waitMs);
      while (this.#line.frozen) await this.#line.thawed;
      act();
    });
  }

  #pass(bytes: Buffer): void {
    const done = () => {
      this.#heldBytes -= bytes.length;
      this.update();
    };
    if (this.#wasCut || this.#to.writableEnded || this.#to.destroyed) {
      done();
      return;
    }
    const limit = this.#towardsClient ? this.#line.bytesUntilCut : undefined;
    if (limit === undefined || bytes.length < limit) {
      if (limit !== undefined) this.#line.bytesUntilCut = limit - bytes.length;
      this.#to.write(bytes, done);
      return;
    }
    this.#wasCut = true;
    this.#line.bytesUntilCut = undefined;
    this.#to.write(bytes.subarray(0, limit), this.#line.cut);
  }
}
