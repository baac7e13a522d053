import * as assert from "uvu/assert";
import { eventually } from "../../support/eventually.ts";
import { HeldHandlers } from "../../support/held-handlers.ts";
import { rejectsWith } from "../../support/rejects-with.ts";
import { suite } from "../../support/suite.ts";
import { TestModule } from "../../support/test-module.ts";
import type { OpenStage } from "./stage.ts";

/** In which order handlers run: `register` one after the other, `registerGO` side by side. */
export function describeOrder(where: string, open: OpenStage): void {
  suite(`order ${where}`, (test) => {
    test("registered handlers run one after the other, in order of arrival, over all their names", async () => {
      const held = new HeldHandlers();
      const module = new TestModule("Lane", (server) => {
        server.register("a", held.enter);
        server.register("b", held.enter);
      });
      await using stage = await open([module]);
      const calls = [
        stage.caller.invoke("Lane", "a", ["1"]),
        stage.caller.invoke("Lane", "b", ["2"]),
        stage.caller.invoke("Lane", "a", ["3"]),
      ];
      await held.hasBegun("1");
      assert.equal(held.begun, ["1"]);
      held.leave("1");
      await held.hasBegun("2");
      held.leave("2");
      await held.hasBegun("3");
      held.leave("3");
      assert.equal(await Promise.all(calls), ["1", "2", "3"]);
      assert.equal(held.begun, ["1", "2", "3"]);
    });

    test("a registered handler never holds up registerGO handlers, which run side by side", async () => {
      const held = new HeldHandlers();
      const module = new TestModule("Lane", (server) => {
        server.register("serial", held.enter);
        server.registerGO("beside", held.enter);
      });
      await using stage = await open([module]);
      const serial = stage.caller.invoke("Lane", "serial", ["s"]);
      const one = stage.caller.invoke("Lane", "beside", ["1"]);
      const two = stage.caller.invoke("Lane", "beside", ["2"]);
      await held.hasBegun("s", "1", "2");
      held.leave("2");
      assert.is(await two, "2");
      held.leave("1");
      held.leave("s");
      assert.equal(await Promise.all([serial, one]), ["s", "1"]);
    });

    test("a registered handler that calls its own module's registered handler does not wait for itself", async () => {
      const module = new TestModule("Lane", (server, self) => {
        server.register("outer", async (n: number): Promise<unknown> => {
          await Promise.resolve();
          return n === 0 ? "bottom" : await self.invoke("Lane", "outer", [n - 1]);
        });
      });
      await using stage = await open([module]);
      assert.is(await stage.caller.invoke("Lane", "outer", [5]), "bottom");
    });

    test("nor does it when the call comes back through another module", async () => {
      const lane = new TestModule("Lane", (server, self) => {
        server.register("outer", async () => await self.invoke("Other", "back", []));
        server.register("inner", () => "inner");
      });
      const other = new TestModule("Other", (server, self) => {
        server.registerGO("back", async () => await self.invoke("Lane", "inner", []));
      });
      await using stage = await open([lane, other]);
      assert.is(await stage.caller.invoke("Lane", "outer", []), "inner");
    });

    test("calls from elsewhere keep waiting while a turn is shared", async () => {
      const held = new HeldHandlers();
      const module = new TestModule("Lane", (server, self) => {
        server.register("outer", async () => {
          held.begun.push("outer");
          await self.invoke("Lane", "step", ["inner"]);
          return await held.enter("outer's end");
        });
        server.register("step", (name: string) => void held.begun.push(name));
      });
      await using stage = await open([module]);
      const outer = stage.caller.invoke("Lane", "outer", []);
      const next = stage.caller.invoke("Lane", "step", ["next"]);
      await held.hasBegun("outer's end");
      assert.equal(held.begun, ["outer", "inner", "outer's end"]);
      held.leave("outer's end");
      await Promise.all([outer, next]);
      assert.equal(held.begun, ["outer", "inner", "outer's end", "next"]);
    });

    test("a call without reply to its own lane waits for its turn", async () => {
      const begun: string[] = [];
      const module = new TestModule("Lane", (server, self) => {
        server.register("outer", async () => {
          await self.invokeNR("Lane", "note", ["later"]);
          begun.push("outer ends");
        });
        server.register("note", (text: string) => void begun.push(text));
      });
      await using stage = await open([module]);
      await stage.caller.invoke("Lane", "outer", []);
      await eventually(() => begun.length === 2, "the note was taken");
      assert.equal(begun, ["outer ends", "later"]);
    });

    test("a registered handler that fails or hangs past its deadline frees the lane when it ends", async () => {
      const held = new HeldHandlers();
      const module = new TestModule("Lane", (server) => {
        server.register("fail", () => {
          throw new Error("x");
        });
        server.register("slow", held.enter);
        server.register("ok", () => "ok");
      });
      await using stage = await open([module]);
      await rejectsWith(stage.caller.invoke("Lane", "fail", []), "unknown");
      const slow = stage.caller.invoke("Lane", "slow", ["s"], { timeoutMs: 30 });
      const after = stage.caller.invoke("Lane", "ok", []);
      await rejectsWith(slow, "deadline_exceeded");
      held.leave("s");
      assert.is(await after, "ok");
    });

    test("a call whose deadline passes while it waits never runs", async () => {
      const held = new HeldHandlers();
      let ran = false;
      const module = new TestModule("Lane", (server) => {
        server.register("slow", held.enter);
        server.register("late", () => {
          ran = true;
        });
        server.register("after", () => "after");
      });
      await using stage = await open([module]);
      const slow = stage.caller.invoke("Lane", "slow", ["s"]);
      const late = stage.caller.invoke("Lane", "late", [], { timeoutMs: 30 });
      await held.hasBegun("s");
      await rejectsWith(late, "deadline_exceeded");
      held.leave("s");
      await slow;
      assert.is(await stage.caller.invoke("Lane", "after", []), "after");
      assert.is(ran, false);
    });

    test("beyond maxConcurrentCalls requests wait in order, beyond maxWaitingCalls they are refused", async () => {
      const held = new HeldHandlers();
      const module = new TestModule("Busy", (server) => {
        server.registerGO("run", held.enter);
      });
      await using stage = await open([module], { maxConcurrentCalls: 2, maxWaitingCalls: 2 });
      const calls = ["1", "2", "3", "4"].map((name) => stage.caller.invoke("Busy", "run", [name]));
      await held.hasBegun("1", "2");
      const refused = await rejectsWith(
        stage.caller.invoke("Busy", "run", ["5"]),
        "resource_exhausted",
      );
      assert.match(refused.message, /maxWaitingCalls/);
      assert.is(refused.maybeExecuted, false);
      held.leave("2");
      await held.hasBegun("3");
      assert.equal(held.begun, ["1", "2", "3"]);
      held.leave("1");
      await held.hasBegun("4");
      held.leave("3");
      held.leave("4");
      assert.equal(await Promise.all(calls), ["1", "2", "3", "4"]);
    });

    test("thousands of calls that end at once do not overflow the stack", async () => {
      const module = new TestModule("Busy", (server) => {
        server.register("serial", (n: number) => n);
        server.registerGO("beside", (n: number) => n);
      });
      await using stage = await open([module], { maxConcurrentCalls: 1, maxWaitingCalls: 50_000 });
      for (const handler of ["serial", "beside"]) {
        const numbers = Array.from({ length: 5000 }, (_, n) => n);
        const results = await Promise.all(
          numbers.map((n) => stage.caller.invoke("Busy", handler, [n])),
        );
        assert.equal(results, numbers);
      }
    });
  });
}
