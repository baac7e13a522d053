import { RpcError } from "../errors.ts";
import type { GateReply } from "./gate-reply.ts";

/** `setTimeout` takes more for 1 ms. */
const MAX_TIMEOUT_MS = 2 ** 31 - 1;

/** When a request stops waiting for its reply. */
export interface WaitOptions {
  readonly timeoutMs: number;
  readonly signal?: AbortSignal | undefined;
}

interface Pending {
  /** Whether its connection broke. */
  isInDoubt: boolean;
  readonly resolve: (result: unknown) => void;
  readonly reject: (error: RpcError) => void;
}

/** The requests that wait for their replies, by topic. Each ends exactly once and leaves nothing behind. */
export class PendingRequests {
  readonly #byTopic = new Map<string, Pending>();

  get size(): number {
    return this.#byTopic.size;
  }

  /** Waits for the reply on `topic`; rejects at the timeout and when the signal fires. */
  wait(topic: string, { timeoutMs, signal }: WaitOptions): Promise<unknown> {
    return new Promise((resolve, reject) => {
      const timer = setTimeout(
        () => {
          const message = `${topic} gave no reply within ${timeoutMs} ms`;
          pending.reject(new RpcError("deadline_exceeded", message, { maybeExecuted: true }));
        },
        Math.min(timeoutMs, MAX_TIMEOUT_MS),
      );
      const cancel = () => {
        const cause: unknown = signal?.reason;
        const options = { cause, maybeExecuted: true };
        pending.reject(new RpcError("canceled", `${topic} was canceled by its caller`, options));
      };
      const end = () => {
        clearTimeout(timer);
        signal?.removeEventListener("abort", cancel);
        this.#byTopic.delete(topic);
      };
      const pending: Pending = {
        isInDoubt: false,
        resolve: (result) => {
          end();
          resolve(result);
        },
        reject: (error) => {
          end();
          reject(error);
        },
      };
      this.#byTopic.set(topic, pending);
      signal?.addEventListener("abort", cancel);
    });
  }

  /** Whether `topic` is one that a request waits on. */
  has(topic: string): boolean {
    return this.#byTopic.has(topic);
  }

  /** Ends the request on `topic`, if it still waits. */
  settle(topic: string, reply: GateReply): void {
    const pending = this.#byTopic.get(topic);
    if ("error" in reply) pending?.reject(reply.error);
    else pending?.resolve(reply.result);
  }

  /** The connection broke: whether those that wait now are answered is the next one's to tell. */
  doubt(): void {
    for (const pending of this.#byTopic.values()) pending.isInDoubt = true;
  }

  /** Ends those that are in doubt, each with an error of its own. */
  failDoubted(errorFor: (topic: string) => RpcError): void {
    for (const [topic, pending] of this.#byTopic) {
      if (pending.isInDoubt) pending.reject(errorFor(topic));
    }
  }

  /** Ends every request with an error of its own. */
  failAll(errorFor: (topic: string) => RpcError): void {
    for (const [topic, pending] of this.#byTopic) pending.reject(errorFor(topic));
  }
}
