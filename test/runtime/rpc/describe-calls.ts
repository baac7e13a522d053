import * as assert from "uvu/assert";
import { RpcError } from "mqant";
import { eventually } from "../../support/eventually.ts";
import { rejectsWith } from "../../support/rejects-with.ts";
import { suite } from "../../support/suite.ts";
import { TestModule } from "../../support/test-module.ts";
import type { OpenStage } from "./stage.ts";

/** What callers are promised of results and failures, wherever the callee runs. */
export function describeCalls(where: string, open: OpenStage): void {
  suite(`calls ${where}`, (test) => {
    test("a call resolves with what the handler returns or promises", async () => {
      const echo = new TestModule("Echo", (server) => {
        server.registerGO("now", (text: string) => `${text}!`);
        server.registerGO("later", async (a: number, b: number) => Promise.resolve(a + b));
        server.register("inTurn", (list: number[]) => list.toReversed());
        server.registerGO("nothing", () => undefined);
      });
      await using stage = await open([echo]);
      assert.is(await stage.caller.invoke("Echo", "now", ["hello"]), "hello!");
      assert.is(await stage.caller.invoke("Echo@Echo001", "later", [2, 3]), 5);
      assert.equal(await stage.caller.invoke("Echo", "inTurn", [[1, 2]]), [2, 1]);
      assert.is(await stage.caller.invoke("Echo", "nothing", []), undefined);
    });

    test("a handler is run with its module as this", async () => {
      const echo = new TestModule("Echo", (server, self) => {
        server.registerGO("type", self.getType);
      });
      await using stage = await open([echo]);
      assert.is(await stage.caller.invoke("Echo", "type", []), "Echo");
    });

    test("an unknown module type is not_found and lists the types there are", async () => {
      await using stage = await open([new TestModule("Echo")]);
      const error = await rejectsWith(stage.caller.invoke("Ecko", "x", []), "not_found");
      assert.match(error.message, /"Ecko".*Caller, Echo/);
      assert.is(error.maybeExecuted, false);
    });

    test("an instance that is not of the target's type is not_found", async () => {
      await using stage = await open([new TestModule("Echo")]);
      await rejectsWith(stage.caller.invoke("Echo@Echo999", "x", []), "not_found");
      const error = await rejectsWith(stage.caller.invoke("Echo@Caller001", "x", []), "not_found");
      assert.match(error.message, /Caller001.*Echo001/);
    });

    test("what is no target at all is invalid_argument", async () => {
      await using stage = await open([new TestModule("Echo")]);
      for (const target of ["", "@Echo001", "Echo@", "Echo@a@b"]) {
        await rejectsWith(stage.caller.invoke(target, "x", []), "invalid_argument");
      }
    });

    test("an unknown handler is unimplemented, names of every object's members too", async () => {
      await using stage = await open([new TestModule("Echo")]);
      for (const handler of [
        "nope",
        "toString",
        "constructor",
        "__proto__",
        "hasOwnProperty",
        "",
      ]) {
        const error = await rejectsWith(stage.caller.invoke("Echo", handler, []), "unimplemented");
        assert.ok(error.message.includes(`Echo001 has no handler ${JSON.stringify(handler)}`));
        assert.is(error.maybeExecuted, false);
      }
    });

    test("an RpcError that a handler throws arrives with code, message and details", async () => {
      const echo = new TestModule("Echo", (server) => {
        server.registerGO("find", (name: string) => {
          throw new RpcError("not_found", `no ${name}`, {
            details: { name },
            cause: new Error("x"),
          });
        });
      });
      await using stage = await open([echo]);
      const error = await rejectsWith(stage.caller.invoke("Echo", "find", ["Ann"]), "not_found");
      assert.is(error.rawMessage, "no Ann");
      assert.equal(error.details, { name: "Ann" });
      assert.is(error.cause, undefined, "no cause travels");
      assert.is(error.maybeExecuted, true);
      assert.equal(stage.log.messages("error"), [], "what is thrown on purpose is not a fault");
    });

    test("anything else that is thrown is unknown, with a message that is never empty", async () => {
      const thrown: unknown[] = [
        new TypeError("broken"),
        new Error(""),
        "text",
        "",
        { reason: 7 },
        42,
        null,
        undefined,
        Symbol("s"),
      ];
      const echo = new TestModule("Echo", (server) => {
        server.registerGO("sync", (index: number) => {
          throw thrown[index];
        });
        // oxlint-disable-next-line typescript/prefer-promise-reject-errors -- that is what is tested
        server.registerGO("rejected", async (index: number) => Promise.reject(thrown[index]));
      });
      await using stage = await open([echo]);
      for (const handler of ["sync", "rejected"]) {
        for (let index = 0; index < thrown.length; index++) {
          const error = await rejectsWith(stage.caller.invoke("Echo", handler, [index]), "unknown");
          assert.ok(error.rawMessage.length > 0);
          assert.not.match(error.message, /at .*\.ts:/, "no stack is told");
        }
      }
      const [line] = stage.log.lines.filter(({ level }) => level === "error");
      assert.match(line?.message ?? "", /Echo@Echo001\/sync failed: broken/);
      assert.is(line?.fields["err"], thrown[0], "the stack stays in the callee's log");
      assert.ok(line?.fields["correlationId"]);
    });

    test("a result that can't cross is internal and names the path", async () => {
      const echo = new TestModule("Echo", (server) => {
        server.registerGO("bad", () => ({ list: [{ f: () => 1 }] }));
        server.registerGO("map", () => new Map());
      });
      await using stage = await open([echo]);
      const error = await rejectsWith(stage.caller.invoke("Echo", "bad", []), "internal");
      assert.match(error.message, /Echo001\/bad at list\[0\]\.f is a function/);
      assert.is(error.maybeExecuted, true);
      await rejectsWith(stage.caller.invoke("Echo", "map", []), "internal");
    });

    test("an argument that can't cross is invalid_argument and the handler is not run", async () => {
      let runs = 0;
      const echo = new TestModule("Echo", (server) => {
        server.registerGO("count", () => ++runs);
      });
      await using stage = await open([echo]);
      const ring: { self?: unknown } = {};
      ring.self = ring;
      const cases: [unknown, RegExp][] = [
        [() => 1, /argument 2 .* is a function/],
        [Symbol("s"), /is a symbol/],
        [
          { a: { "b c": [1, Promise.resolve()] } },
          /at a\["b c"\]\[1\] is a Promise.*awaited value/,
        ],
        [new Map(), /is a Map.*use an object/],
        [new Set(), /is a Set.*use an array/],
        [[new Error("x")], /at \[0\] is a Error/],
        [new Float32Array(2), /is a Float32Array/],
        [ring, /refers to itself/],
      ];
      for (const [value, message] of cases) {
        const error = await rejectsWith(
          stage.caller.invoke("Echo", "count", [1, value]),
          "invalid_argument",
        );
        assert.match(error.message, message);
        assert.is(error.maybeExecuted, false);
      }
      assert.is(runs, 0);
    });

    test("a request or a reply over maxMessageBytes is too_large", async () => {
      const echo = new TestModule("Echo", (server) => {
        server.registerGO("size", (bytes: Uint8Array | string) => bytes.length);
        server.registerGO("make", (length: number) => "x".repeat(length));
      });
      await using stage = await open([echo], { maxMessageBytes: 100_000 });
      const big = new Uint8Array(200_000);
      const error = await rejectsWith(stage.caller.invoke("Echo", "size", [big]), "too_large");
      assert.match(error.message, /maxMessageBytes allows 100000/);
      await rejectsWith(stage.caller.invoke("Echo", "size", ["x".repeat(200_000)]), "too_large");
      const reply = await rejectsWith(stage.caller.invoke("Echo", "make", [200_000]), "too_large");
      assert.is(reply.maybeExecuted, true);
      assert.is(await stage.caller.invoke("Echo", "size", [new Uint8Array(1000)]), 1000);
    });

    test("a call without reply runs, and its failures are only in the log", async () => {
      const ran: string[] = [];
      const echo = new TestModule("Echo", (server) => {
        server.registerGO("note", (text: string) => void ran.push(text));
        server.registerGO("fail", () => {
          throw new Error("unheard");
        });
      });
      await using stage = await open([echo]);
      await stage.caller.invokeNR("Echo", "note", ["first"]);
      await stage.caller.invokeNR("Echo", "fail", []);
      await stage.caller.invokeNR("Echo", "nope", []);
      await eventually(() => ran.length === 1, "the handler ran");
      await eventually(() => stage.log.messages("error").length === 1, "the failure was logged");
      await eventually(
        () => stage.log.messages("warn").some((line) => line.includes("no handler")),
        "the unknown handler was logged",
      );
      await rejectsWith(stage.caller.invokeNR("Nope", "x", []), "not_found");
    });
  });
}
