import { BaseModule } from "../module/base-module.ts";
import type { PushBody } from "../rpc/registry.ts";

/** STUB while the gate is built. */
export class Gate extends BaseModule {
  override getType(): string {
    return "Gate";
  }
  /** Pushes one message to all clients of this gate, encoded once. */
  async broadcast<T extends string>(_topic: T, _body: PushBody<T>): Promise<number> {
    return 0;
  }
}
