import type { BaseModule } from "mqant";
import { RpcError } from "mqant";

/** Logs once that a module can't be called, and once that it can be again, however often it is tried. */
export class Outages {
  readonly #module: BaseModule;
  readonly #targets = new Set<string>();

  /** @param module - Whose calls they are. */
  constructor(module: BaseModule) {
    this.#module = module;
  }

  /** A call of `target` has failed. */
  failed(target: string, error: unknown): void {
    if (this.#targets.has(target)) return;
    this.#targets.add(target);
    const { code, message } = RpcError.from(error);
    this.#module.log.warn({ target, code }, `${target} can't be called: ${message}`);
  }

  /** A call of `target` was answered. */
  answered(target: string): void {
    if (!this.#targets.delete(target)) return;
    this.#module.log.info({ target }, `${target} can be called again`);
  }
}
