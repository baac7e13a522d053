import { Gate, RpcError, type ConnectCredentials, type Session } from "mqant";
import * as assert from "uvu/assert";
import { ConfigError } from "../../../generator/config-error.ts";
import { checkRecording } from "../../../generator/examples/check-recording.ts";
import { type Recording, recordingText } from "../../../generator/examples/recording.ts";
import { runExamples } from "../../../generator/examples/run-examples.ts";
import { planDocs } from "../../../generator/emit/docs/plan-docs.ts";
import type { ExampleModel, HandlerModel } from "../../../generator/model.ts";
import { freePort } from "../../support/free-port.ts";
import { RunningGate } from "../../support/running-gate.ts";
import { suite } from "../../support/suite.ts";
import {
  at,
  contractOf,
  handler,
  moduleOf,
  number,
  object,
  options,
  text,
} from "../emit/contract-builder.ts";

/** A handler for clients that takes a text, with examples that send some. */
function taking(name: string, line: number, ...sent: string[]): HandlerModel {
  const examples = sent.map((one, index): ExampleModel => ({
    doc: [],
    sent: one,
    location: at(line + index),
  }));
  return handler(name, {
    exposure: "gate",
    session: true,
    parameters: [{ name: "body", type: object({ text }), optional: false, rest: false }],
    result: number,
    examples,
  });
}

const ann = `{ "text": "ann" }`;

/** Handlers stand in another order than their examples. */
const contract = contractOf({
  modules: [
    moduleOf("Chat", [
      taking("HD_Late", 20, ann, `{ "text": "mute" }`),
      taking("HD_Early", 10, ann),
    ]),
    moduleOf("Login", [taking("HD_In", 5, ann, `{ "txt": 1 }`, "no json"), handler("inner")]),
  ],
});

const info = {
  title: "Chat",
  version: "1.0.0",
  servers: {},
  internal: true,
  refusesUnknownKeys: true,
};

function pageOf(recording?: Recording): string {
  const [page] = planDocs(contract, info, { ...options, folder: "/docs", recording });
  return String(page?.text);
}

/** A gate whose handlers want a login first, and note who calls. */
async function start(calls: string[], gate?: Gate): Promise<RunningGate> {
  const isIn = new Set<string>();
  const guarded = (name: string) => (session: Session, body: { text: string }) => {
    calls.push(`${name} ${body.text}`);
    if (!isIn.has(session.sessionId)) throw new RpcError("unauthenticated", "log in first");
    if (body.text === "mute") return new Promise<number>(() => {});
    return name === "HD_Early" ? "no number" : 7;
  };
  return await RunningGate.start({
    ...(gate === undefined ? {} : { gate }),
    handlers: {
      Login: {
        HD_In: (session: Session, body: { text: string }) => {
          calls.push(`HD_In ${body.text}`);
          isIn.add(session.sessionId);
          return 1;
        },
      },
      Chat: { HD_Early: guarded("HD_Early"), HD_Late: guarded("HD_Late") },
    },
  });
}

const root = process.cwd();
const first = ["Login/HD_In"];

suite("examples at a running gate", (test) => {
  test("are sent in the order of the sources, on one connection, those that were named first", async () => {
    const calls: string[] = [];
    await using gate = await start(calls);
    const address = `mqtt://127.0.0.1:${gate.port()}`;
    const { runs } = await runExamples(contract, { address, root, first, timeoutMs: 300 });
    assert.equal(calls, ["HD_In ann", "HD_Early ann", "HD_Late ann", "HD_Late mute"]);
    assert.equal(
      runs.map(({ outcome }) => outcome),
      [{ result: 1 }, { result: "no number" }, { result: 7 }, { silentForMs: 300 }],
    );
  });

  test("are warnings where they fail, and none where they don't", async () => {
    await using gate = await start([]);
    const address = `mqtt://127.0.0.1:${gate.port()}`;
    const run = { address, root, timeoutMs: 300 };
    const said = (recording: Recording): string[] =>
      checkRecording(contract, recording).map(({ code, message, location }) => {
        assert.is(code, "MQ2021");
        return `${location.line} ${message}`;
      });
    assert.equal(said(await runExamples(contract, { ...run, first })), [
      "10 an example of Chat/HD_Early got what does not fit the result: Invalid input: expected number, received string",
      "21 an example of Chat/HD_Late got no reply within 300 ms",
    ]);
    assert.equal(said(await runExamples(contract, run)), [
      "10 an example of Chat/HD_Early failed with unauthenticated: log in first",
      "20 an example of Chat/HD_Late failed with unauthenticated: log in first",
      "21 an example of Chat/HD_Late failed with unauthenticated: log in first",
    ]);
    assert.is(said({ runs: [] }).length, 4);
    assert.match(said({ runs: [] })[0] ?? "", "has not been run since it was written");
  });

  test("stand in the page with what they got", async () => {
    await using gate = await start([]);
    const address = `mqtt://127.0.0.1:${gate.port()}`;
    const recording = await runExamples(contract, { address, root, first, timeoutMs: 300 });
    const page = pageOf(recording);
    for (const [proof, title] of [
      ["run", "this is its reply"],
      ["run: does not fit", "its reply is not what the contract promises"],
      ["no reply", "it did not reply within 300 ms"],
    ]) {
      assert.match(page, new RegExp(`title="[^"]*${title}[^"]*">${proof}<`));
    }
    assert.match(page, "&quot;Result&quot;: 7");
    assert.not.match(pageOf(), "running gate");
    assert.match(pageOf(), ">checked, not run<");
    const failing = await runExamples(contract, { address, root, timeoutMs: 300 });
    assert.match(pageOf(failing), ">run: unauthenticated<");
    assert.match(pageOf(failing), "&quot;Error&quot;: &quot;log in first&quot;");
    // Another run of the same would be the same file.
    const again = await runExamples(contract, { address, root, first, timeoutMs: 300 });
    assert.is(recordingText(again), recordingText(recording));
  });

  test("are sent by whom the gate lets in", async () => {
    class GuardedGate extends Gate {
      override async onConnect(_session: Session, { username, password }: ConnectCredentials) {
        if (username !== "docs" || password !== "secret") {
          throw new RpcError("unauthenticated", "wrong name or password");
        }
      }
    }
    await using gate = await start([], new GuardedGate());
    const address = `mqtt://127.0.0.1:${gate.port()}`;
    const run = { address, root, first, timeoutMs: 300 };
    const { runs } = await runExamples(contract, { ...run, username: "docs", password: "secret" });
    assert.is(runs.length, 4);
    try {
      await runExamples(contract, { ...run, address: address.replace("//", "//docs:wrong@") });
      assert.unreachable();
    } catch (error) {
      assert.instance(error, ConfigError);
      const { message } = error as ConfigError;
      assert.match(message, `can't connect to ${address}: `);
      assert.match(message, "that lets this client in?");
      assert.not.match(message, "wrong@");
    }
  });

  test("say what to do where no gate is, or no such handler", async () => {
    const address = `mqtt://127.0.0.1:${await freePort()}`;
    const fails = async (names: readonly string[]): Promise<string> => {
      try {
        await runExamples(contract, { address, root, first: names, timeoutMs: 1000 });
      } catch (error) {
        assert.instance(error, ConfigError);
        return (error as ConfigError).message;
      }
      return assert.unreachable() as never;
    };
    assert.match(await fails([]), `can't connect to ${address}`);
    assert.match(await fails(["Login/HD_Im"]), /"Login\/HD_Im" has no example .*Login\/HD_In/);
  });
});
