import type { BaseModule } from "mqant";
import { FormClient } from "./expected/form.client.ts";

export async function calls(module: BaseModule): Promise<string> {
  const form = new FormClient(module);
  const text: string = await form.fill(3, true);
  await form.fill(3, "name");
  const post = await form.first({ text: "x", by: null });
  // @ts-expect-error -- an age is a number
  await form.fill("3", "name");
  // @ts-expect-error -- b is taken out
  await form.strip("b");
  return text + post.text + (await form.strip("a"));
}
