import type { CodeExplanation } from "./code-explanation.ts";
import { inModule } from "./in-module.ts";

/** Signatures of handlers, and pushes. */
export const handlerCodes: Readonly<Record<`MQ10${string}`, CodeExplanation>> = {
  MQ1020: {
    title: "a handler is no function",
    text: "The second argument of register has to be something that can be called.",
    wrong: `this.server.registerGO("version", this.version() as never);`,
    right: `this.server.registerGO("version", this.version);`,
  },
  MQ1021: {
    title: "a handler's parameter has no type",
    text:
      "Callers get the parameter's type, and values that come in are checked against it. A function written " +
      "where it is registered gets no types from there: TypeScript does not complain about it, the " +
      "generator does. any is no type either; unknown is, and means any JSON value.",
    wrong: `this.server.registerGO("double", (x) => 2 * x);`,
    right: `this.server.registerGO("double", (x: number) => 2 * x);`,
  },
  MQ1022: {
    title: "a handler is overloaded",
    text: "A call over the wire has one signature. Give the handler a union type for what varies.",
    wrong: `find(id: number): string;
find(name: string): string;
find(key: number | string): string { return String(key); }`,
    right: `find(key: number | string): string { return String(key); }`,
  },
  MQ1023: {
    title: "a handler is generic",
    text:
      "Type parameters are chosen where a function is called; what arrives over the wire chooses nothing. " +
      "Use the types that callers send.",
    wrong: `first<T>(list: T[]): T | null { return list[0] ?? null; }`,
    right: `first(list: string[]): string | null { return list[0] ?? null; }`,
  },
  MQ1024: {
    title: "a handler's result type can't be concluded from its code",
    text:
      "Nobody wrote the result type, and what the compiler concludes is any, or depends on code that the " +
      "generator itself writes, such as the result of a typed rpcInvoke. What is generated would then " +
      "depend on what was generated before. Write the result type.",
    wrong: `rank(text: string) { return JSON.parse(text); }`,
    right: `rank(text: string): number { return Number(JSON.parse(text)); }`,
  },
  MQ1026: {
    title: "a type comes from the output folder",
    text: "What is generated can't depend on itself. Declare the type in a source file and import it from there.",
    wrong: inModule(`this.server.registerGO("same", this.same);`, {
      above: `import type { LoginRpc } from "./generated/registry.js";`,
      members: `  same(x: LoginRpc): void { void x; }`,
    }),
    right: inModule(`this.server.registerGO("same", this.same);`, {
      above: `export interface Same { id: string }`,
      members: `  same(x: Same): void { void x; }`,
    }),
  },
  MQ1030: {
    title: "a handler for clients does not begin with the session",
    text:
      "A client publishes one body; the gate adds the client's session in front of it. The first parameter " +
      "of a handler that begins with HD_ is mqant's Session.",
    wrong: `this.server.registerGO("HD_ping", (text: string) => text);`,
    right: `this.server.registerGO("HD_ping", (session: Session, text: string) => text);`,
  },
  MQ1031: {
    title: "a Session stands elsewhere than first",
    text:
      "A handler may take the client's Session as its first parameter. It does not travel as data: in " +
      "results, in objects, in other places send what is needed of it, such as sessionId or snapshot().",
    wrong: `kick(reason: string, session: Session): void { void reason; void session; }`,
    right: `kick(session: Session, reason: string): void { void reason; void session; }`,
  },
  MQ1032: {
    title: "a handler for clients takes more than one body",
    text:
      "A client publishes one body. Behind the session a handler that begins with HD_ has one parameter for " +
      "it, or none: put what it needs into one object.",
    wrong: `this.server.registerGO("HD_add", (session: Session, a: number, b: number) => a + b);`,
    right: `this.server.registerGO("HD_add", (session: Session, { a, b }: { a: number; b: number }) => a + b);`,
  },
  MQ1033: {
    title: "more parameters that may be left out than types can count",
    text:
      "Up to 40 parameters may be optional; the types that prove a schema right take them off one by one, and " +
      "TypeScript gives up at 50. Take one object with optional properties: nobody counts commas to the 40th.",
  },
  MQ1070: {
    title: "a topic is pushed with bodies that can't be told apart",
    text:
      "Several places push the same topic with different types, and one of them has a Date, bigint or " +
      "bytes that a client decodes. It has to see which type it got: by a literal property, or by another " +
      "topic.",
    wrong: `this.server.registerGO("HD_a", async (session: Session) => { await session.send("on", { at: new Date() }); });
this.server.registerGO("HD_b", async (session: Session) => { await session.send("on", { at: "noon" }); });`,
    right: `this.server.registerGO("HD_a", async (session: Session) => { await session.send("on", { at: new Date() }); });
this.server.registerGO("HD_b", async (session: Session) => { await session.send("onText", { at: "noon" }); });`,
  },
  MQ1071: {
    title: "a topic can't be pushed",
    text: "A message is published on a topic name, not on a filter: at least one character, and no + # and U+0000.",
    wrong: `this.server.registerGO("HD_a", async (session: Session) => { await session.send("Chat/#", 1); });`,
    right: `this.server.registerGO("HD_a", async (session: Session) => { await session.send("Chat/all", 1); });`,
  },
};
