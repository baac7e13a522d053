import type { BaseModule } from "mqant";
import { DoorClient } from "./expected/door.client.ts";

export async function calls(module: BaseModule): Promise<void> {
  const door = new DoorClient(module);
  const is: boolean = await door.open();
  await door.openNot();
  await door.lock();
  await door["is.open"]();
  await module.rpcInvoke("Door", "is.openNot");
  void is;
  // @ts-expect-error -- a member's name is not its value
  await door.Open();
}
