import type { TimingWheel, WheelEntry } from "../async/timing-wheel.ts";
import { noReply } from "./call-errors.ts";
import { ServedCall, type Request } from "./served-call.ts";

/** A call that somebody in another process waits for: it ends at its deadline here as well. */
export abstract class AwaitedCall extends ServedCall implements WheelEntry {
  previous: WheelEntry | undefined = undefined;
  next: WheelEntry | undefined = undefined;
  readonly #server: string;
  readonly #wheel: TimingWheel;

  /** @param server - `Type@Id` of who serves it. */
  constructor(request: Request, server: string, wheel: TimingWheel) {
    super(request);
    this.#server = server;
    this.#wheel = wheel;
  }

  /** `Type@Id/handler`, for messages. */
  get name(): string {
    return `${this.#server}/${this.handler}`;
  }

  /** Fires at the deadline as well; whoever looks at it makes a timer worth its cost. */
  override get signal(): AbortSignal {
    if (this.next === undefined && !this.settled) this.#wheel.add(this, this.deadline);
    return super.signal;
  }

  /** The deadline has come while the handler runs. */
  expire(): void {
    this.cancel(noReply(this.name, this.timeoutMs, true));
  }

  /** The call is settled: no time limit is needed any more. */
  protected stopTimer(): void {
    if (this.next !== undefined) this.#wheel.remove(this);
  }
}
