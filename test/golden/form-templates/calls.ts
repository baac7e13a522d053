import type { BaseModule } from "mqant";
import { ShelfClient } from "./expected/shelf.client.ts";

export async function calls(module: BaseModule): Promise<void> {
  const shelf = new ShelfClient(module);
  const book: string | null = await shelf["study.left.get"](1);
  await shelf["study.put"](book ?? "");
  const count: number = await shelf["study.count"]();
  void count;
  // @ts-expect-error -- null is no book
  await shelf["study.put"](null);
}
