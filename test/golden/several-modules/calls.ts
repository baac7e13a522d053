import type { BaseModule } from "mqant";
import type { GateTransport } from "mqant/client";
import { AccountsClient } from "./expected/accounts.client.ts";
import { AuditLogClient } from "./expected/audit-log.client.ts";
import { ChatRoomsClient } from "./expected/chat-rooms.client.ts";
import { GateClient } from "./expected/gate.ts";

export async function calls(module: BaseModule): Promise<void> {
  const user = await new AccountsClient(module).find("1");
  await new AuditLogClient(module).write(user?.name ?? "nobody");
  const [member] = await new ChatRoomsClient(module).members();
  await module.rpcInvoke("audit-log", "write", member?.id ?? "");
  // @ts-expect-error -- the handler of another module
  await module.rpcInvoke("Accounts", "members");
  // @ts-expect-error -- there may be no such user
  void user.name;
}

export async function gateCalls(transport: GateTransport): Promise<void> {
  const client = new GateClient(transport);
  const [first] = await client.chatRooms.join({ name: "lobby" });
  await client.accounts.rename({ name: first?.name ?? "" });
  client.on("ChatRooms/OnJoin", ({ room }) => room.length);
  // @ts-expect-error -- clients can't call anything there
  void client.auditLog;
}
