import type { BaseModule } from "mqant";
import type { GateTransport } from "mqant/client";
import { GateClient } from "./expected/gate.ts";
import { FormClient } from "./expected/form.client.ts";

export async function calls(module: BaseModule): Promise<string | undefined> {
  const form = new FormClient(module);
  const nothing: void = await form.nothing();
  const empty: null = await form.keep(undefined, "");
  // @ts-expect-error -- undefined has to be written
  await form.keep("");
  // @ts-expect-error -- null is no number
  await form.maybe("a", null);
  return (await form.maybe(null, 3)) ?? `${String(nothing)} ${String(empty)}`;
}

export async function gateCalls(transport: GateTransport): Promise<number | undefined> {
  const { form } = new GateClient(transport);
  const answers = await form.fill({ name: null, mail: null, both: undefined });
  // @ts-expect-error -- a name may be null, but not left out
  await form.fill({ both: "" });
  // @ts-expect-error -- an age may be left out, but is never null
  await form.fill({ name: "a", age: null, both: "" });
  return answers?.age;
}
