import type { CodeExplanation } from "./code-explanation.ts";
import { inModule } from "./in-module.ts";

/** Types that can't travel. */
export const typeCodes: Readonly<Record<`MQ10${string}`, CodeExplanation>> = {
  MQ1040: {
    title: "behaviour can't travel",
    text:
      "Only data crosses the wire: functions, symbols, regular expressions, and objects with methods, " +
      "accessors or private state stay behind. The message names the path inside the type. Send an " +
      "interface, or a class with nothing but public properties, and make the object on the other side.",
    wrong: `add(point: { x: number; length: () => number }): void { void point; }`,
    right: `add(point: { x: number; length: number }): void { void point; }`,
  },
  MQ1041: {
    title: "Map and Set can't travel",
    text: "JSON has no form for them. Use Record<string, Value> or an array.",
    wrong: `scores(all: Map<string, number>): void { void all; }`,
    right: `scores(all: Record<string, number>): void { void all; }`,
  },
  MQ1042: {
    title: "any inside data",
    text:
      "any turns off every check of what is in it, here and at all callers. Say what it is; unknown stands " +
      "for any JSON value and has to be looked at before it is used.",
    wrong: `log(entry: { tags: any }): void { void entry; }`,
    right: `log(entry: { tags: string[] }): void { void entry; }`,
  },
  MQ1043: {
    title: "promises and streams can't travel",
    text:
      "A handler may return a promise, and its value travels. Inside data a promise, iterator or stream " +
      "settles when the message is gone: await it first, collect it, or push its parts.",
    wrong: `user(id: string): { name: Promise<string> } { return { name: Promise.resolve(id) }; }`,
    right: `async user(id: string): Promise<{ name: string }> { return { name: id }; }`,
  },
  MQ1044: {
    title: "undefined inside an array",
    text: "JSON turns it into null. Use null, or leave the element out.",
    wrong: `move(path: (number | undefined)[]): void { void path; }`,
    right: `move(path: (number | null)[]): void { void path; }`,
  },
  MQ1045: {
    title: "union members that look the same in JSON",
    text:
      "A Date travels as text, a bigint as digits, bytes as base64: beside a string, or inside objects that " +
      "have the same shape, the receiver can't know which one it got. Choose one of them, or give each member " +
      "of the union a literal property that names it.",
    wrong: `plan(at: Date | string): void { void at; }`,
    right: `plan(at: Date | null): void { void at; }`,
  },
  MQ1046: {
    title: "a type that can't be described",
    text:
      "object, never, bigint literals, uncounted type parameters, enums with computed values, arrays and " +
      "dates with extra properties, index signatures for some keys beside properties: there is no way to " +
      "check a value against them. The message says what to use instead.",
    wrong: `save(state: object): void { void state; }`,
    right: `save(state: Record<string, unknown>): void { void state; }`,
  },
  MQ1047: {
    title: "a property called __proto__",
    text:
      "An object keeps its prototype under this name, and whoever may set it can change what the object does. " +
      "It is taken out of everything that arrives, so the property would never be seen.",
    wrong: `add(point: { __proto__: string }): void { void point; }`,
    right: `add(point: { prototype: string }): void { void point; }`,
  },
  MQ1050: {
    title: "types nested too deeply",
    text:
      "Recursive types are fine as long as they come back to themselves. This one makes a new type at " +
      "each level and never ends.",
    wrong: inModule(`this.server.registerGO("f", (x: Deeper<number>) => { void x; });`, {
      above: `export interface Deeper<T> { value: T; next?: Deeper<T[]> }`,
    }),
    right: inModule(`this.server.registerGO("f", (x: Deeper<number>) => { void x; });`, {
      above: `export interface Deeper<T> { value: T; next?: Deeper<T> }`,
    }),
  },
  MQ1051: {
    title: "a type can't be resolved",
    text:
      "The name means nothing to the compiler: a wrong import, a package that is not installed, or types " +
      "that the tsconfig leaves out. Since TypeScript 6 the packages of @types, Buffer's among them, have to " +
      'be listed: "types": ["node"].',
    wrong: `find(id: UserIdentifier): void { void id; }`,
    right: `find(id: string): void { void id; }`,
  },
  MQ1052: {
    title: "a base that counts for nothing",
    text:
      "An interface or class extends something that leads back to itself, or that has no fixed properties, such " +
      "as a union. The compiler reports that and goes on without the base: what is generated would lack its " +
      "properties.",
    wrong: inModule(`this.server.registerGO("f", (line: Line) => { void line; });`, {
      above: `export interface Line extends Page { text: string }
export interface Page extends Line { number: number }`,
    }),
    right: inModule(`this.server.registerGO("f", (line: Line) => { void line; });`, {
      above: `export interface Line extends Page { text: string }
export interface Page { number: number }`,
    }),
  },
};
