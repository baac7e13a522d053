import type { CodeExplanation } from "./code-explanation.ts";
import { inModule } from "./in-module.ts";

/** What works and is worth knowing. */
export const warningCodes: Readonly<Record<`MQ2${string}`, CodeExplanation>> = {
  MQ2001: {
    title: "a handler is registered only on a condition",
    text:
      "The contract promises it to all callers; where the condition does not hold they get unimplemented. " +
      "Register it always, and let the handler refuse.",
    wrong: `if (settings.id === "Login001") this.server.registerGO("version", this.version);`,
    right: `this.server.registerGO("version", this.version);`,
  },
  MQ2002: {
    title: "a handler is registered at a time that nobody knows",
    text:
      "The registration stands in a callback, or in a method that neither the constructor nor onInit calls. " +
      "Until it has happened callers get unimplemented.",
    wrong: `setImmediate(() => this.server.registerGO("version", this.version));
declare function setImmediate(run: () => void): void;`,
    right: `this.server.registerGO("version", this.version);`,
  },
  MQ2003: {
    title: "onInit does not call super.onInit",
    text:
      "BaseModule makes the module's server in onInit, and a base class registers its handlers there: " +
      "without it there are none.",
    wrong: `export class Login extends BaseModule {
  override getType() { return "Login"; }
  override async onInit() {}
}`,
    right: `export class Login extends BaseModule {
  override getType() { return "Login"; }
  override async onInit(app: App, settings: ModuleSettings) {
    await super.onInit(app, settings);
  }
}`,
  },
  MQ2004: {
    title: "the version of a module is not known before the program runs",
    text:
      "What version() returns is kept in the contract and the lock file, as long as it stands in the source: " +
      "a literal, a constant of any file, a readonly member. This one is left out.",
    wrong: `export class Login extends BaseModule {
  override getType() { return "Login"; }
  override version() { return String(Math.random()); }
}`,
    right: `export class Login extends BaseModule {
  override getType() { return "Login"; }
  override version() { return "1.0.0"; }
}`,
  },
  MQ2005: {
    title: "a base class comes without its source",
    text:
      "The module extends a class of a package that has declaration files only, and no mqant.lock.json " +
      "beside its package.json: what the class registers in onInit can't be seen. Publish the lock file with " +
      "the package; handlers that are overridden here can be named with @rpc.",
  },
  MQ2010: {
    title: "a push whose topic is not known before the program runs",
    text:
      "It works, and clients have no type for it. Use a constant topic, or declare it by merging into " +
      "mqant's PushRegistry.",
    wrong: `this.server.registerGO("HD_a", async (session: Session) => { await session.send(session.userId, 1); });`,
    right: `this.server.registerGO("HD_a", async (session: Session) => { await session.send("Chat/all", 1); });`,
  },
  MQ2020: {
    title: "an example does not fit its handler",
    text:
      "An @example with JSON is shown to those who will call the handler, so it is checked as a call would " +
      "be: the first block against what the handler takes, a second one against what it replies. A handler " +
      "for clients is sent one body, any other a list of arguments.",
    wrong: inModule(`this.server.registerGO("double", this.double);`, {
      members: `  /**
   * @example
   * \`\`\`json
   * ["three"]
   * \`\`\`
   */
  double(x: number): number { return 2 * x; }`,
    }),
    right: inModule(`this.server.registerGO("double", this.double);`, {
      members: `  /**
   * @example
   * \`\`\`json
   * [3]
   * \`\`\`
   */
  double(x: number): number { return 2 * x; }`,
    }),
  },
  MQ2021: {
    title: "an example failed when it was run, or has not been run",
    text:
      "mqant-gen docs --gate sends the examples that clients can send to a running gate, and keeps what they get in " +
      "examples.json beside the page, which shows it. This one got an error, no reply, or what the contract does " +
      "not promise; or it is newer than the file. docs.first names handlers, such as a login, to begin with.",
  },
  MQ2030: {
    title: "clients may send anything",
    text:
      "unknown is any JSON value, and what a client sends is not to be trusted. Say what it is, or check it " +
      "in the handler.",
    wrong: `this.server.registerGO("HD_a", (session: Session, body: unknown) => { void session; void body; });`,
    right: `this.server.registerGO("HD_a", (session: Session, body: { a: number }) => { void session; void body; });`,
  },
  MQ2031: {
    title: "a class travels as plain data",
    text:
      "Its properties arrive, its class does not: on the other side instanceof is false. An interface says " +
      "what happens.",
    wrong: inModule(`this.server.registerGO("move", (to: Point) => { void to; });`, {
      above: `export class Point { x = 0; y = 0; }`,
    }),
    right: inModule(`this.server.registerGO("move", (to: Point) => { void to; });`, {
      above: `export interface Point { x: number; y: number }`,
    }),
  },
  MQ2080: {
    title: "a constraint that has no effect",
    text:
      "@minLength, @pattern and their like act in the comment of a property, of a parameter or of a type " +
      "alias. In front of a handler, of an element of a tuple, of an index signature or behind what they are " +
      "about they do nothing. Nor does the name of a constrained alias keep its constraints where another " +
      "type is made of it, as in Exclude<Name, null> or Name | string.",
    wrong: inModule(`this.server.registerGO("rename", this.rename);`, {
      members: `  /** @minLength 3 */
  rename(name: string): void { void name; }`,
    }),
    right: inModule(`this.server.registerGO("rename", this.rename);`, {
      members: `  rename(/** @minLength 3 */ name: string): void { void name; }`,
    }),
  },
};
