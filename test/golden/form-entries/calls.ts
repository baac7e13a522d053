import type { BaseModule } from "mqant";
import { DeskClient } from "./expected/desk.client.ts";

export async function calls(module: BaseModule): Promise<void> {
  const desk = new DeskClient(module);
  const count: number = await desk.count();
  const title: string = await desk.title("a");
  const pushed: boolean = await desk.push(count);
  const pulled: string[] = await desk.pull(title);
  await desk.count2();
  void [pushed, pulled];
  // @ts-expect-error -- each has types of its own
  await desk.pull(1);
}
