import type { BaseModule } from "mqant";
import { HostClient } from "./expected/host.client.ts";
import { GuestClient } from "./expected/guest.client.ts";

export async function calls(module: BaseModule): Promise<void> {
  const host = new HostClient(module);
  const guest = new GuestClient(module);
  const hello: string = await host.greet("Ann");
  await guest.greet(hello, true);
  // @ts-expect-error -- a host is never loud
  await host.greet("Ann", true);
}
