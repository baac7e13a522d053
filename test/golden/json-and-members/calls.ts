import type { BaseModule } from "mqant";
import type { GateTransport } from "mqant/client";
import { GateClient } from "./expected/gate.ts";
import { Status } from "./source/notes.ts";

export async function calls(module: BaseModule): Promise<void> {
  await module.rpcInvoke("Notes", "search", { words: ["a"] }, { [Status.Done]: 3 });
  // @ts-expect-error -- not a list
  await module.rpcInvoke("Notes", "search", { words: "a" }, {});
}

export async function gateCalls(transport: GateTransport): Promise<unknown> {
  const { notes } = new GateClient(transport);
  // @ts-expect-error -- only open notes are kept
  await notes.keep({ status: "done", content: null });
  // @ts-expect-error -- a function is no JSON
  await notes.keep({ status: "open", content: [() => 1] });
  return await notes.keep({ status: "open", content: { list: [1, { deep: null }] } });
}
