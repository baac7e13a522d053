import type { TimingWheel, WheelEntry } from "../async/timing-wheel.ts";
import { noReply } from "./call-errors.ts";
import { ServedCall, type Request } from "./served-call.ts";

/** A call that somebody in another process waits for: it ends at its deadline here as well. */
export abstract class AwaitedCall extends ServedCall implements WheelEntry {
  previous: WheelEntry | undefined = undefined;
  next: WheelEntry | undefined = undefined;
  /** `Type@Id/handler`, for messages. */
  readonly name: string;
  readonly #wheel: TimingWheel;

  /** @param name - `Type@Id/handler`. */
  constructor(request: Request, name: string, wheel: TimingWheel) {
    super(request);
    this.name = name;
    this.#wheel = wheel;
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
