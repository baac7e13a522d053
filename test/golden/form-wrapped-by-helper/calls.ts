import type { BaseModule } from "mqant";
import { PostClient } from "./expected/post.client.ts";

export async function calls(module: BaseModule): Promise<void> {
  const post = new PostClient(module);
  const at: Date = await post.send("ann", "a", "b");
  const count: number = await post.count();
  const light: boolean = await post.weigh(count);
  void [at, light];
  // @ts-expect-error -- lines are texts
  await post.send("ann", 1);
}
