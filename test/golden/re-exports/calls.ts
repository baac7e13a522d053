import type { BaseModule } from "mqant";
import type { GateTransport } from "mqant/client";
import { GateClient } from "./expected/gate.ts";
import { MailClient } from "./expected/mail.client.ts";
import type Address from "./source/address.ts";
import type { Letter } from "./source/letter.ts";

export async function calls(module: BaseModule): Promise<Letter> {
  const mail = new MailClient(module);
  const to: Address = { user: "ann", host: "here" };
  // @ts-expect-error -- no address
  await mail.forward({ to, text: "hello" }, "ann");
  return await mail.forward({ to, text: "hello" }, to);
}

export async function gateCalls(transport: GateTransport): Promise<string> {
  const { mail } = new GateClient(transport);
  // @ts-expect-error -- the address has no host
  await mail.send({ to: { user: "ann" }, text: "hello" });
  const { host } = await mail.send({ to: { user: "ann", host: "here" }, text: "hello" });
  return host;
}
