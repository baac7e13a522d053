import * as z from "zod";
import type { HandlerSchema } from "../../../runtime/rpc/handler-schema.ts";

/** The handlers of the module Remote, as they would be written here. */
export const HANDLERS: ReadonlyMap<string, (...args: never[]) => unknown> = new Map(
  Object.entries({
    noargs: () => "none",
    echoString: (text: string) => text,
    echoBool: (value: boolean) => value,
    echoInt: (value: number) => value,
    echoLong: (value: number) => value,
    echoFloat: (value: number) => value,
    echoDouble: (value: number) => value,
    echoBytes: (bytes: Uint8Array) => bytes,
    echoMap: (map: object) => map,
    echoMapStr: (map: object) => map,
    all: (...args: [string, boolean, number, number, number, number, Uint8Array, object]) => {
      const [a, b, c, d, e, f, g, h] = args;
      return { a, b, c, d, e, f, g: Buffer.from(g).toString(), h };
    },
    add: (a: number, b: number) => a + b,
    nilResult: () => undefined,
    oneRet: () => "one",
    errTypeNil: () => "ok",
    fail: (text: string) => {
      throw new Error(text);
    },
    errType: () => {
      throw new Error("an error");
    },
    panicString: () => {
      throw "boom string";
    },
    panicInt: () => {
      throw 42;
    },
    nan: () => NaN,
    sleep: () => "slept",
    notify0: () => undefined,
    notify1: (_text: string) => undefined,
  }),
);

export const ADD: HandlerSchema = {
  arity: 2,
  async: false,
  args: () => z.tuple([z.number(), z.number()]),
};

/** What the gate, Login and the test module keep state for: they answer what they answered then. */
export const STATEFUL: ReadonlySet<string> = new Set(
  "Bind UnBind Update Set Remove Push Send Close HD_Login getRand notifyCount".split(" "),
);
