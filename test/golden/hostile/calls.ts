import type { BaseModule } from "mqant";
import type * as client from "mqant/client";
import { AProcessExit9Client } from "./expected/a-process-exit9.client.ts";
import { GateClient } from "./expected/gate.ts";
import { schemas } from "./expected/schemas.ts";

const type = 'a"];process.exit(9);';

export async function calls(module: BaseModule): Promise<void> {
  const hostile = new AProcessExit9Client(module);
  const text: string = await hostile["`${process.exit(9)}`"]("a", { a: 1 });
  await hostile["line\nbreak\r\n"](text, { a: 1 });
  await hostile.登录(text, { a: 1 });
  await hostile.new(text, { a: 1 });
  await hostile.hasOwnProperty(text, { a: 1 });
  await hostile.constructor(text, { a: 1 });
  await module.rpcInvoke(type, "\u2028separator\u2029", "a", { a: 1 });
  await module.rpcInvoke(`${type}@One`, "__proto__", "a", { a: 1 });
  // @ts-expect-error -- one line break too few
  await module.rpcInvoke(type, "line\nbreak\r", "a", { a: 1 });
}

export async function gateCalls(transport: client.GateTransport): Promise<bigint | undefined> {
  const gate = new GateClient(transport);
  await gate.on_.do();
  await gate.constructor_.do();
  gate.on('x"];process.exit(9)', (evil) => evil["a"]?.["*/"].getTime());
  const evil = await gate.aProcessExit9.then_({
    a: {
      'a"];process.exit(9)//': "`${process.exit(9)}`",
      constructor: 1,
      "*/": new Date(),
    },
  });
  await gate.aProcessExit9.constructor_(evil);
  // @ts-expect-error -- no such text
  evil["a"]!['a"];process.exit(9)//'] = "line break";
  return evil["a"]?.["\u2029"];
}

export const names: readonly string[] = Object.keys(schemas[type]);
