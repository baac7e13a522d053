import type { BaseModule } from "mqant";
import { UsersClient } from "./expected/users.client.ts";
import { MarksClient } from "./expected/marks.client.ts";

export async function calls(module: BaseModule): Promise<void> {
  const users = new UsersClient(module);
  const marks = new MarksClient(module);
  const user = await users["user.get"]("ann");
  const names: string[] = await users["user.put"]({ name: user?.name ?? "" });
  const marksOf: (5 | 6)[] = await marks["mark.all"]();
  const keys: number[] = await marks["mark.put"](5);
  void [names, marksOf, keys];
  // @ts-expect-error -- users have names for keys
  await users["user.get"](1);
  // @ts-expect-error -- no such mark
  await marks["mark.put"](7);
  // @ts-expect-error -- a user is no mark
  await users["user.put"](5);
}
