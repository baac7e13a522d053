import type { CodeExplanation } from "./code-explanation.ts";
import { inModule } from "./in-module.ts";

/** Modules and registrations. */
export const moduleCodes: Readonly<Record<`MQ10${string}`, CodeExplanation>> = {
  MQ1001: {
    title: "no module class was found",
    text:
      "The generator reads classes that extend mqant's BaseModule, or Gate, in the files that the " +
      "tsconfig includes. Here there is none: perhaps the tsconfig is another project's, leaves the " +
      "modules out, or can't resolve the package mqant. Abstract classes don't count.",
    wrong: `export abstract class Login extends BaseModule {
  override getType() { return "Login"; }
}`,
    right: `export class Login extends BaseModule {
  override getType() { return "Login"; }
}`,
  },
  MQ1002: {
    title: "the type of a module is not known before the program runs",
    text:
      "Callers name a module by the type that getType() returns, so it has to stand in the source: a " +
      "literal, a constant of any file, an enum member, or a static readonly member.",
    wrong: `export class Login extends BaseModule {
  override getType() { return String(Math.random()); }
}`,
    right: `const LOGIN = "Login";
export class Login extends BaseModule {
  override getType() { return LOGIN; }
}`,
  },
  MQ1003: {
    title: "two module classes have the same type",
    text:
      "A module type has one code. If two classes share most of it, let an abstract class have it and " +
      "give each its own type.",
    wrong: `export class Login extends BaseModule {
  override getType() { return "Login"; }
}
export class FastLogin extends BaseModule {
  override getType() { return "Login"; }
}`,
    right: `export class Login extends BaseModule {
  override getType() { return "Login"; }
}
export class FastLogin extends BaseModule {
  override getType() { return "FastLogin"; }
}`,
  },
  MQ1004: {
    title: "a module's type has characters with a meaning",
    text:
      "Clients call Type@Id/handler: the type is a level of an MQTT topic and ends at the @. So it has " +
      "at least one character and none of / + # @ and U+0000.",
    wrong: `export class Login extends BaseModule {
  override getType() { return "auth/Login"; }
}`,
    right: `export class Login extends BaseModule {
  override getType() { return "AuthLogin"; }
}`,
  },
  MQ1005: {
    title: "the contract of a package can't be read",
    text:
      "Modules from a package come as declaration files, and what they register is read from the " +
      "mqant.lock.json beside the package's package.json. This one is damaged, or of a newer mqant-gen. " +
      "Install the package again, or a version that fits.",
  },
  MQ1010: {
    title: "a handler's name is not known before the program runs",
    text:
      "The name under which a handler is registered has to stand in the source: a literal, a template or " +
      "sum of constants, a constant of any file, an enum member, a readonly member, an item of a constant " +
      "list in a for...of loop. The call must be one of register or registerGO itself: passed on as a " +
      "value, nobody sees what it registers. Where that can't be, write /** @rpc name */ above each method " +
      "that is a handler (or @rpc name serial for one that is registered with register); then you answer " +
      "for the names of that class.",
    wrong: `this.server.registerGO(String(this.settings.settings["name"]), this.version);`,
    right: `this.server.registerGO("version", this.version);`,
  },
  MQ1011: {
    title: "a handler's name is no level of a topic",
    text:
      "Clients call a handler that begins with HD_ by a topic, Type/HD_name. The name has no / + # and " +
      "U+0000, and something behind HD_. Other handlers may have any name but the empty one.",
    wrong: `this.server.registerGO("HD_user/login", (session: Session) => session.userId);`,
    right: `this.server.registerGO("HD_userLogin", (session: Session) => session.userId);`,
  },
  MQ1012: {
    title: "a module registers a name twice",
    text:
      "The second registration fails when the module starts. The other place is shown with it. If one " +
      "stands in a base class, let the subclass override the method instead of registering it again.",
    wrong: `this.server.registerGO("version", this.version);
this.server.register("version", this.version);`,
    right: `this.server.registerGO("version", this.version);`,
  },
  MQ1013: {
    title: "a registration's arguments are spread from an unknown list",
    text: "register(...list) is read if the list is a constant array. Write the arguments otherwise.",
    wrong: `this.server.registerGO(...(JSON.parse("[]") as [string, () => void]));`,
    right: `this.server.registerGO(...(["version", this.version] as const));`,
  },
  MQ1014: {
    title: "a handler's name collides in an emitted client",
    text:
      "Gate clients call HD_Login as login(), so HD_login beside it would be the same method. And emitted " +
      "module clients have a method with() of their own, and must not have one called then, which would " +
      "make them promises.",
    wrong: `this.server.registerGO("then", this.version);`,
    right: `this.server.registerGO("next", this.version);`,
  },
  MQ1015: {
    title: "a registration belongs to no module",
    text:
      "The generator follows each module from its constructor and onInit into its own methods and into " +
      "functions that are given the module or its server. This call lies on no such way, so it is not " +
      "known whose handler it registers.",
    wrong: `export function registerAll(server: HandlerServer) {
  server.registerGO("version", () => "1");
}
export class Login extends BaseModule {
  override getType() { return "Login"; }
}`,
    right: inModule(`registerAll(this.server);`, {
      above: `function registerAll(server: HandlerServer) {
  server.registerGO("version", () => "1");
}`,
    }),
  },
  MQ1016: {
    title: "a handler has two signatures",
    text:
      "Two places register the same name, and a condition decides which of them runs. Callers can't know " +
      "which function they get, so both have to take and give the same.",
    wrong: `if (settings.id === "Login001") this.server.registerGO("rank", (name: string) => name.length);
else this.server.registerGO("rank", (name: string) => name);`,
    right: `if (settings.id === "Login001") this.server.registerGO("rank", (name: string) => name.length);
else this.server.registerGO("rank", (name: string) => name.length % 10);`,
  },
};
