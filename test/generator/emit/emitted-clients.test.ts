import type { CallOptions, RpcCaller } from "mqant";
import { Session } from "mqant";
import * as assert from "uvu/assert";
import { suite } from "../../support/suite.ts";
import { goldenClient } from "./golden-module.ts";

const AProcessExit9Client = await goldenClient<
  "`${process.exit(9)}`" | "constructor" | "__proto__" | "#invoke"
>("hostile", "a-process-exit9");
const CalcClient = await goldenClient<"mixed" | "sum" | "HD_Pick">("parameters", "calc");
const LoginClient = await goldenClient<"getRand">("login", "login");

/** One call as it leaves a client. */
type Call = [
  target: string,
  handler: string,
  args: readonly unknown[],
  options: CallOptions | undefined,
];

/** The end of the line for calls: they are written down and answered with what is at hand. */
class Recorder implements Pick<RpcCaller, "invoke"> {
  readonly calls: Call[] = [];
  answer: unknown;

  async invoke(
    target: string,
    handler: string,
    args: readonly unknown[],
    options?: CallOptions,
  ): Promise<unknown> {
    this.calls.push([target, handler, args, options]);
    return this.answer;
  }
}

function callerOf(recorder: Recorder): RpcCaller {
  // Clients use nothing of a caller but `invoke`.
  return recorder as Pick<RpcCaller, "invoke"> as RpcCaller;
}

suite("emitted clients", (test) => {
  test("call the handler of the type and give its result", async () => {
    const recorder = new Recorder();
    recorder.answer = "xyz";
    const bytes = new Uint8Array(1);
    assert.is(await new LoginClient(callerOf(recorder)).getRand(bytes, 3), "xyz");
    assert.equal(recorder.calls, [["Login", "getRand", [bytes, 3], undefined]]);
  });

  test("call one instance, with options", async () => {
    const recorder = new Recorder();
    const client = new LoginClient(callerOf(recorder), "Login@Login001", {
      timeoutMs: 1,
      hash: "a",
    });
    await client.getRand(new Uint8Array(0));
    await client.with({ timeoutMs: 2 }).getRand(new Uint8Array(0));
    await client.with({ hash: "b" }, "Login").getRand(new Uint8Array(0));
    assert.equal(
      recorder.calls.map(([target, , , options]) => [target, options]),
      [
        ["Login@Login001", { timeoutMs: 1, hash: "a" }],
        ["Login@Login001", { timeoutMs: 2, hash: "a" }],
        ["Login", { timeoutMs: 1, hash: "b" }],
      ],
    );
  });

  test("send no arguments that were left out at the end", async () => {
    const recorder = new Recorder();
    const client = new CalcClient(callerOf(recorder));
    await client.mixed("a");
    await client.mixed("a", undefined, undefined);
    await client.mixed("a", undefined, true);
    await client.mixed("a", 1, true, "b", "c");
    await client.sum();
    assert.equal(
      recorder.calls.map(([, , args]) => args),
      [["a"], ["a"], ["a", undefined, true], ["a", 1, true, "b", "c"], []],
    );
  });

  test("pass the session on", async () => {
    const recorder = new Recorder();
    const snapshot = {
      sessionId: "1",
      userId: "",
      serverId: "Gate001",
      network: "tcp",
      ip: "::1",
      settings: {},
    };
    const session = new Session(snapshot, "Gate@Gate001", callerOf(recorder));
    await new CalcClient(callerOf(recorder)).HD_Pick(session);
    assert.is(recorder.calls[0]?.[2][0], session);
  });

  test("have methods for names that are no identifiers, and run nothing of them", async () => {
    const recorder = new Recorder();
    const client = new AProcessExit9Client(callerOf(recorder));
    await client["`${process.exit(9)}`"]("a", { a: 1 });
    await client.constructor("a", { a: 1 });
    await client["__proto__"]("a", { a: 1 });
    await client["#invoke"]("a", { a: 1 });
    assert.equal(
      recorder.calls.map(([target, handler]) => [target, handler]),
      ["`${process.exit(9)}`", "constructor", "__proto__", "#invoke"].map((name) => [
        'a"];process.exit(9);',
        name,
      ]),
    );
  });

  test("reject as the caller does", async () => {
    const failing = { invoke: () => Promise.reject(new Error("lost")) };
    const client = new LoginClient(failing as unknown as RpcCaller); // as above
    try {
      await client.getRand(new Uint8Array(0));
      assert.unreachable();
    } catch (error) {
      assert.is((error as Error).message, "lost");
    }
  });
});
