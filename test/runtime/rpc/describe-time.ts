import * as assert from "uvu/assert";
import { currentCall, type CallContext } from "mqant";
import { eventually } from "../../support/eventually.ts";
import { rejectsWith } from "../../support/rejects-with.ts";
import { suite } from "../../support/suite.ts";
import { TestModule } from "../../support/test-module.ts";
import type { OpenStage } from "./stage.ts";

/** What callers are promised about time: deadlines, giving up, closing, bounds. */
export function describeTime(where: string, open: OpenStage): void {
  const forever = (): Promise<never> => new Promise(() => {});

  suite(`time limits ${where}`, (test) => {
    test("a handler that is too slow is deadline_exceeded, and a late reply disturbs nobody", async () => {
      let finish = (_result: string): void => {};
      const slow = new TestModule("Slow", (server) => {
        server.registerGO("wait", () => new Promise<string>((resolve) => (finish = resolve)));
        server.registerGO("quick", () => "quick");
      });
      await using stage = await open([slow]);
      const call = stage.caller.invoke("Slow", "wait", [], { timeoutMs: 30 });
      const error = await rejectsWith(call, "deadline_exceeded");
      assert.match(error.message, /Slow001\/wait gave no reply within 30 ms/);
      assert.is(error.maybeExecuted, true);
      finish("late");
      assert.is(await stage.caller.invoke("Slow", "quick", []), "quick");
    });

    test("the default time limit is the app's", async () => {
      const slow = new TestModule("Slow", (server) => server.registerGO("wait", forever));
      await using stage = await open([slow], { timeoutMs: 25 });
      const error = await rejectsWith(stage.caller.invoke("Slow", "wait", []), "deadline_exceeded");
      assert.match(error.message, /within 25 ms/);
    });

    test("a time limit that is not above 0 is invalid_argument, never for ever", async () => {
      await using stage = await open([new TestModule("Slow")]);
      for (const timeoutMs of [0, -1, Number.NaN, Infinity]) {
        const call = stage.caller.withOptions({ timeoutMs }).invoke("Slow", "x", []);
        await rejectsWith(call, "invalid_argument");
      }
    });

    test("an AbortSignal ends the wait as canceled and fires in the handler", async () => {
      let context: CallContext | undefined;
      const slow = new TestModule("Slow", (server) => {
        server.registerGO("wait", async () => {
          context = currentCall();
          void context?.signal;
          return await forever();
        });
      });
      await using stage = await open([slow]);
      const controller = new AbortController();
      const call = stage.caller.invoke("Slow", "wait", [], { signal: controller.signal });
      await eventually(() => context !== undefined, "the handler began");
      assert.is(context?.signal.aborted, false);
      controller.abort();
      const error = await rejectsWith(call, "canceled");
      assert.is(error.maybeExecuted, true);
      await eventually(() => context?.signal.aborted === true, "the handler's signal fired");
      const again = stage.caller.invoke("Slow", "wait", [], { signal: controller.signal });
      assert.is((await rejectsWith(again, "canceled")).maybeExecuted, false);
    });

    test("a handler knows its caller and how much time is left", async () => {
      const known: unknown[] = [];
      const slow = new TestModule("Slow", (server) => {
        server.registerGO("look", async () => {
          const call = currentCall();
          await new Promise((resolve) => setTimeout(resolve, 20));
          known.push(call === currentCall(), call?.caller, call?.handler, call?.remainingMs());
        });
      });
      await using stage = await open([slow]);
      await stage.caller.invoke("Slow", "look", [], { timeoutMs: 1000 });
      const [same, caller, handler, left] = known;
      assert.equal([same, caller, handler], [true, "Caller001", "look"]);
      assert.ok(typeof left === "number" && left > 0 && left < 990, String(left));
      assert.is(currentCall(), undefined);
    });

    test("a nested call does not outlive the call that it serves, unless it is detached", async () => {
      const ended: string[] = [];
      const errors: Record<string, Promise<unknown>> = {};
      const note =
        (name: string) =>
        (error: unknown): unknown => {
          ended.push(name);
          return error;
        };
      const middle = new TestModule("Middle", (server, self) => {
        server.registerGO("relay", async () => {
          await new Promise((resolve) => setTimeout(resolve, 10));
          errors["nested"] = self.invoke("Slow", "wait", []).catch(note("nested"));
          const options = { detached: true, timeoutMs: 1000 };
          const detached = self.invoke("Slow", "wait", [], options);
          errors["detached"] = detached.catch(note("detached"));
          return await forever();
        });
      });
      const slow = new TestModule("Slow", (server) => server.registerGO("wait", forever));
      await using stage = await open([middle, slow]);
      const call = stage.caller.invoke("Middle", "relay", [], { timeoutMs: 100 });
      await rejectsWith(call, "deadline_exceeded");
      await rejectsWith(Promise.reject(await errors["nested"]), "deadline_exceeded");
      assert.equal(
        ended,
        ["nested"],
        "it ended with the outer one, the detached one has time left",
      );
      await rejectsWith(Promise.reject(await errors["detached"]), "deadline_exceeded");
    });

    test("a nested call does not start when no time is left", async () => {
      let started = false;
      let late: Promise<unknown> | undefined;
      const middle = new TestModule("Middle", (server, self) => {
        server.registerGO("relay", async () => {
          const { signal } = currentCall() ?? {};
          await new Promise((resolve) => signal?.addEventListener("abort", resolve));
          late = self.invoke("Leaf", "run", []).catch((error: unknown) => error);
        });
      });
      const leaf = new TestModule("Leaf", (server) => {
        server.registerGO("run", () => {
          started = true;
        });
      });
      await using stage = await open([middle, leaf]);
      const call = stage.caller.invoke("Middle", "relay", [], { timeoutMs: 40 });
      await rejectsWith(call, "deadline_exceeded");
      await eventually(() => late !== undefined, "the nested call was made");
      const error = await rejectsWith(Promise.reject(await late), "deadline_exceeded");
      assert.is(error.maybeExecuted, false);
      assert.is(started, false);
    });

    test("what goes on after its handler has ended inherits nothing: a timer, a loop in the background", async () => {
      const inBackground: unknown[] = [];
      const middle = new TestModule("Middle", (server, self) => {
        server.registerGO("begin", async () => {
          const { signal } = currentCall() ?? {};
          const goesOn = async (): Promise<void> => {
            await new Promise((resolve) => signal?.addEventListener("abort", resolve));
            await new Promise((resolve) => setTimeout(resolve, 600)); // longer than the call may take
            inBackground.push(currentCall(), await self.invoke("Leaf", "run", []));
          };
          void goesOn();
        });
      });
      const leaf = new TestModule("Leaf", (server) => server.registerGO("run", () => "ran"));
      await using stage = await open([middle, leaf]);
      await stage.caller.invoke("Middle", "begin", [], { timeoutMs: 500 });
      await eventually(() => inBackground.length > 0, "the loop went on");
      assert.equal(inBackground, [undefined, "ran"]);
    });

    test("a trace context travels with the call, and on with the calls made inside it", async () => {
      const seen: unknown[] = [];
      const middle = new TestModule("Middle", (server, self) => {
        server.registerGO("relay", async () => {
          seen.push(currentCall()?.traceparent);
          await self.invoke("Leaf", "run", []);
        });
      });
      const leaf = new TestModule("Leaf", (server) => {
        server.registerGO("run", async () => void seen.push(currentCall()?.traceparent));
      });
      await using stage = await open([middle, leaf]);
      const traceparent = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";
      await stage.caller.invoke("Middle", "relay", [], { traceparent });
      await stage.caller.invoke("Leaf", "run", []);
      assert.equal(seen, [traceparent, traceparent, undefined]);
    });

    test("beyond maxPendingCalls calls are resource_exhausted at once", async () => {
      const slow = new TestModule("Slow", (server) => {
        server.registerGO("wait", forever);
      });
      await using stage = await open([slow], { maxPendingCalls: 3, timeoutMs: 100 });
      const pending = [1, 2, 3].map(() => stage.caller.invoke("Slow", "wait", []));
      const error = await rejectsWith(
        stage.caller.invoke("Slow", "wait", []),
        "resource_exhausted",
      );
      assert.match(error.message, /maxPendingCalls/);
      for (const call of pending) await rejectsWith(call, "deadline_exceeded");
    });

    test("an app that closes lets running handlers end and takes no new calls", async () => {
      let finish: ((result: string) => void) | undefined;
      const slow = new TestModule("Slow", (server, self) => {
        server.registerGO("wait", async () => {
          const text = await new Promise<string>((resolve) => (finish = resolve));
          return `${text} ${String(await self.invoke("Slow", "quick", []))}`;
        });
        server.registerGO("quick", () => "and quick");
      });
      await using stage = await open([slow]);
      const running = stage.caller.invoke("Slow", "wait", []);
      await eventually(() => finish !== undefined, "the handler runs");
      const closed = stage.closeCallee();
      const refused = await rejectsWith(stage.caller.invoke("Slow", "quick", []), "unavailable");
      assert.is(refused.maybeExecuted, false);
      finish?.("done");
      assert.is(await running, "done and quick");
      await closed;
    });

    test("a handler that does not end by closeTimeoutMs is given up", async () => {
      let context: CallContext | undefined;
      const slow = new TestModule("Slow", (server) => {
        server.registerGO("wait", async () => {
          context = currentCall();
          void context?.signal;
          return await forever();
        });
      });
      await using stage = await open([slow], { closeTimeoutMs: 40 });
      const running = stage.caller.invoke("Slow", "wait", []);
      await eventually(() => context !== undefined, "the handler runs");
      const settled = rejectsWith(running, "unavailable");
      await stage.closeCallee();
      assert.is((await settled).maybeExecuted, true);
      assert.is(context?.signal.aborted, true);
    });
  });
}
