import type { BaseModule } from "mqant";
import type { GateTransport } from "mqant/client";
import { GateClient } from "./expected/gate.ts";
import { MailClient } from "./expected/mail.client.ts";
import type { Letter } from "./expected/registry.js";

export async function calls(module: BaseModule): Promise<number> {
  const letter: Letter = { to: { name: "ann", tags: ["home"] }, body: "hi" };
  const mail = new MailClient(module);
  // @ts-expect-error -- no such tag
  await mail.wrap({ content: { to: { name: "ann", tags: ["house"] }, body: "hi" } });
  const { content } = await mail.wrap({ content: letter, next: { content: letter } });
  return content;
}

export async function gateCalls(transport: GateTransport): Promise<boolean | undefined> {
  const receipt = await new GateClient(transport).mail.post({
    to: "ann",
    body: "hi",
    urgent: true,
  });
  // @ts-expect-error -- nobody to send it to
  await new GateClient(transport).mail.post({ body: "hi" });
  return receipt.letter.urgent;
}
