import type { App, BaseModule, Session } from "mqant";
import type { GateTransport } from "mqant/client";
import { GateClient } from "./expected/gate.ts";
import { LoginClient } from "./expected/login.client.ts";
import { schemas } from "./expected/schemas.ts";

export async function calls(module: BaseModule, app: App, session: Session): Promise<void> {
  const bytes = new Uint8Array(1);
  const rand: string = await module.rpcInvoke("Login", "getRand", bytes, 3);
  const one: string = await app.rpcInvoke("Login@Login001", "getRand", bytes);
  const { welcome }: { welcome: string } = await module
    .withOptions({ timeoutMs: 100 })
    .rpcInvoke("Login", "HD_Login", session, { userName: rand, passWord: one });
  await module.rpcInvokeNR("Login", "settle", { id: 1, lines: [{ product: welcome, count: 1 }] });

  const client = new LoginClient(module);
  const again: string = await client.with({ timeoutMs: 1 }, "Login@Login001").getRand(bytes);
  await client.settle({ id: 1, lines: [], note: again });

  // @ts-expect-error -- no such module
  await module.rpcInvoke("Logn", "getRand", bytes);
  // @ts-expect-error -- no such handler
  await module.rpcInvoke("Login", "getRandom", bytes);
  // @ts-expect-error -- a missing argument
  await module.rpcInvoke("Login", "getRand");
  // @ts-expect-error -- an argument too many
  await module.rpcInvoke("Login", "getRand", bytes, 1, 2);
  // @ts-expect-error -- another type of argument
  await client.getRand("text");
  // @ts-expect-error -- another type of result
  const wrong: number = await client.getRand(bytes);
  // @ts-expect-error -- another module's instance
  void new LoginClient(module, "Chat@Chat001");
  // @ts-expect-error -- a missing property
  await client.settle({ id: wrong });
}

export async function gateCalls(transport: GateTransport): Promise<void> {
  const client = new GateClient(transport);
  const { roles }: { roles: string[] } = await client.login.login(
    { userName: "ann", passWord: "x", device: { os: "web", version: "1" } },
    { timeoutMs: 500 },
  );
  // @ts-expect-error -- modules call this, clients don't
  await client.login.getRand();
  const device = { os: "dos", version: "1" };
  // @ts-expect-error -- no such operating system
  await client.login.login({ userName: roles[0] ?? "", passWord: "", device });
}

export const login: readonly string[] = Object.keys(schemas.Login);
// @ts-expect-error -- no such module
void schemas.Logn;
