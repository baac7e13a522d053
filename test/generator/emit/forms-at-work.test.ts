import { readdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { App, BaseModule, ModuleSchemas } from "mqant";
import { createApp, parseConfig, RpcError } from "mqant";
import * as assert from "uvu/assert";
import { MemoryLog } from "../../support/memory-log.ts";
import { sharedRabbitmq } from "../../support/rabbitmq-node.ts";
import { rabbitmqMissing } from "../../support/rabbitmq-settings.ts";
import { suite } from "../../support/suite.ts";
import { TestModule } from "../../support/test-module.ts";
import { callForm, contractHandlers, formModules, makeModule } from "./form-modules.ts";
import { allGoldenSchemas } from "./golden-module.ts";

const golden: string = fileURLToPath(new URL("../../golden", import.meta.url));

/** An app for one process; `caller` runs in one of that name, all other modules in `callee`. */
function appOf(processId: string, schemas: Record<string, ModuleSchemas>, rabbitmq?: string): App {
  const place = (type: string, ProcessID: string): [string, object[]] => [
    type,
    [{ Id: `${type}001`, ProcessID, Settings: { test: true } }],
  ];
  const isOne = rabbitmq === undefined;
  const Module = Object.fromEntries([
    place("Caller", isOne ? "callee" : "caller"),
    ...formModules.map(({ type }) => place(type, "callee")),
  ]);
  const config = isOne ? { Module } : { Module, Rabbitmq: { Uri: rabbitmq } };
  const app = createApp({ log: new MemoryLog(), processId, closeTimeoutMs: 500, schemas });
  app.configure(parseConfig(JSON.stringify(config), "test.json"));
  return app;
}

async function allSchemas(): Promise<Record<string, ModuleSchemas>> {
  const cases = [...new Set(formModules.map(({ name }) => name))];
  const schemas = await Promise.all(cases.map((name) => allGoldenSchemas(name)));
  return Object.assign({}, ...schemas) as Record<string, ModuleSchemas>; // of them all
}

/** Calls every handler of every module through its generated client. */
async function checkAnswers(caller: BaseModule): Promise<void> {
  for (const form of formModules) {
    for (const [handler, args, answer] of form.calls) {
      const given = await callForm(caller, form, handler, args);
      assert.equal(given, answer, `${form.type}.${handler}`);
    }
  }
}

suite("generated clients of all forms of registration", (test) => {
  test("are called here for every handler that the contract has", () => {
    for (const form of formModules) {
      const called = new Set(form.calls.map(([handler]) => handler));
      assert.equal([...called].toSorted(), contractHandlers(form).toSorted(), form.type);
    }
    const cases = readdirSync(golden).filter((name) => name.startsWith("form-"));
    const without = cases.filter((name) => !formModules.some((form) => form.name === name));
    assert.equal(without, ["form-types-and-versions"]); // its modules have no handlers
  });

  test("reach the handlers within one process, and get the right answers", async () => {
    await using app = appOf("callee", await allSchemas());
    const caller = new TestModule("Caller");
    await app.start(caller, ...(await Promise.all(formModules.map(makeModule))));
    await checkAnswers(caller);
    // And arguments that break the contract don't.
    const [adder] = formModules;
    assert.ok(adder);
    try {
      await callForm(caller, adder, "total", [1, "2"]);
      assert.unreachable();
    } catch (error) {
      assert.is((error as RpcError).code, "invalid_argument");
      assert.instance(error, RpcError);
    }
  });

  const missing = rabbitmqMissing();
  if (missing !== undefined) {
    test.skip("reach the handlers in another process over RabbitMQ", missing);
    return;
  }

  test("reach the handlers in another process over RabbitMQ", async () => {
    const warnings: string[] = [];
    const warned = ({ name }: Error): number => warnings.push(name);
    process.on("warning", warned);
    const { uri } = await sharedRabbitmq();
    const schemas = await allSchemas();
    {
      await using callee = appOf("callee", schemas, uri);
      await using callers = appOf("caller", schemas, uri);
      const caller = new TestModule("Caller");
      await callee.start(...(await Promise.all(formModules.map(makeModule))));
      await callers.start(caller);
      await checkAnswers(caller);
    }
    process.off("warning", warned);
    assert.equal(warnings, [], "many modules in one process are nothing to warn of");
  });
});
