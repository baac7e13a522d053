import type { RpcError } from "../errors.ts";
import { ServedCall, type Request } from "./served-call.ts";

let lastNumber = 0;

/** A call that nobody waits for: what its handler returns is dropped. */
export class OneWayCall extends ServedCall {
  readonly #onFailure: (error: RpcError) => void;
  readonly #number = ++lastNumber;

  /**
   * @param onFailure - Told why the handler did not run, or what it threw on purpose. Its faults are in the
   *   log already.
   */
  constructor(request: Request, onFailure: (error: RpcError) => void) {
    super(request);
    this.#onFailure = onFailure;
  }

  get correlationId(): string {
    return `${this.caller}-nr-${this.#number}`;
  }

  /** It has to start in time; what it calls then has all the time that it asks for. */
  override get deadline(): number {
    return Infinity;
  }

  protected succeed(): void {}

  protected fail(error: RpcError): void {
    if (error.code !== "unknown" && error.code !== "internal") this.#onFailure(error);
  }
}
