import type { BaseModule } from "mqant";
import { TableClient } from "./expected/table.client.ts";

export async function calls(module: BaseModule): Promise<void> {
  const table = new TableClient(module);
  const plates: string[] = await table.lay(4);
  await table.clear();
  await table.wipe();
  await table.wipe(plates.length > 3);
  // @ts-expect-error -- some is a number
  await table.lay("four");
}
