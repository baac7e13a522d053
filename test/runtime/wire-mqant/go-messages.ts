import { readFileSync } from "node:fs";

/** A message that was recorded. */
export interface Recorded {
  readonly name: string;
  readonly body: string;
  /** What a Go caller made of a reply; an empty `error` is success. */
  readonly goSaw?: { readonly error: string; readonly result: unknown };
}

/** A request and the reply that Go gave, if it gave one. */
export interface Exchange {
  readonly name: string;
  readonly request: string;
  readonly reply: string | undefined;
}

const file = new URL("./vectors/go-messages.json", import.meta.url);
// The file's own form, written beside this test.
const { vectors } = JSON.parse(readFileSync(file, "utf8")) as { vectors: Recorded[] };

export const recorded: readonly Recorded[] = vectors;

export const requests: readonly Recorded[] = recorded.filter(({ name }) => !/\[reply/.test(name));

export const replies: readonly Recorded[] = recorded.filter(({ name }) => /\[reply/.test(name));

/** Requests that Go served; those to a script, and to nobody, are left out. */
export const exchanges: readonly Exchange[] = requests
  .filter(({ name }) => !/^go->node|^MQTT client|nobody serves/.test(name))
  .map(({ name, body }) => ({ name, request: body, reply: replyTo(name, body) }));

function replyTo(name: string, request: string): string | undefined {
  // A reply with an empty body names no call.
  const unnamed = replies.find((reply) => reply.body === "" && sameCall(reply.name, name));
  const cid = /"Cid":"(?<cid>[^"]*)"/.exec(request)?.groups?.["cid"];
  return (unnamed ?? replies.find(({ body }) => body.startsWith(`{"Cid":"${cid}"`)))?.body;
}

function sameCall(reply: string, request: string): boolean {
  return reply.replace(/ \[reply.*/, "") === request.replace(/ \[request.*/, "");
}
