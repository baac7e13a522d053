import type { Counters } from "../counters.ts";
import { RpcError } from "../errors.ts";
import type { LimitedLog } from "../limited-log.ts";
import { OneWayCall } from "../rpc/one-way-call.ts";
import type { RpcServer } from "../rpc/rpc-server.ts";
import type { Request, ServedCall } from "../rpc/served-call.ts";

/** What an {@link Intake} is made of. */
export interface IntakeOptions {
  readonly server: RpcServer;
  /** The queue that the calls come to, for messages. */
  readonly queue: string;
  readonly log: LimitedLog;
  readonly counters: Counters;
}

/** Where calls from other processes enter a module instance, whatever wire they came over. */
export class Intake {
  readonly #options: IntakeOptions;
  #isClosing = false;

  constructor(options: IntakeOptions) {
    this.#options = options;
  }

  get isClosing(): boolean {
    return this.#isClosing;
  }

  /** Calls that come from now on are answered with `unavailable`. */
  stopAccepting(): void {
    this.#isClosing = true;
  }

  /** Makes a call that nobody waits for: that it fails is logged. */
  oneWay(request: Request): ServedCall {
    const { server, log } = this.#options;
    const { handler, caller } = request;
    return new OneWayCall(request, ({ code, message }) => {
      const text = `${server.name}/${handler}, called without reply: ${message}`;
      log.write("warn", "unheard", { caller, code }, text);
    });
  }

  /**
   * Begins a call, or refuses it.
   *
   * @param isRedelivered - Whether its message was delivered before, to a process that went away.
   * @param admitted - Told once it has begun, or never will: one that waits for a place is admitted when it
   *   gets it, and until then the broker need not send more.
   */
  take(call: ServedCall, isRedelivered: boolean, admitted: () => void): void {
    const refusal = this.#refusal(call, isRedelivered);
    if (refusal !== undefined) call.cancel(refusal);
    else if (this.#options.server.serve(call)) {
      call.onStart = admitted;
      return;
    }
    admitted();
  }

  /** A message is not served. @param why - What is wrong with it. */
  drop(why: string): void {
    const { queue, log, counters } = this.#options;
    counters.messagesDropped.add("request");
    log.write("warn", "bad_request", { queue }, `a message on "${queue}" is dropped: ${why}`);
  }

  /** Why a call is not even begun. */
  #refusal({ handler }: ServedCall, isRedelivered: boolean): RpcError | undefined {
    const { server, counters } = this.#options;
    if (isRedelivered) {
      counters.redelivered++;
      const text = `${server.name}/${handler} was delivered to a process that went away`;
      return new RpcError("lost", text, { maybeExecuted: true });
    }
    return this.#isClosing ? new RpcError("unavailable", `${server.name} is closing`) : undefined;
  }
}
