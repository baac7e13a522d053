import { once } from "node:events";
import { createServer } from "node:net";
import { fileURLToPath } from "node:url";
import { parseConfig } from "mqant";
import * as assert from "uvu/assert";
import { brokerAnswers, brokerPlace } from "../../examples/chat/cluster/broker-answers.ts";
import { Cluster } from "../../examples/chat/cluster/cluster.ts";
import { Output } from "../../examples/chat/cluster/output.ts";
import { Child } from "../support/child.ts";
import { eventually } from "../support/eventually.ts";
import { freePort } from "../support/free-port.ts";
import { suite } from "../support/suite.ts";
import { TemporaryFolder } from "../support/temporary-folder.ts";

/** A program that does what an app does as far as a cluster sees it, and for each process something else. */
const PROGRAM = `
const id = process.argv[process.argv.indexOf("--pid") + 1];
const say = (msg) => console.log(JSON.stringify({ level: 30, msg }));
const stay = () => setInterval(() => {}, 1000);
const end = () => process.exit(0);
const deeds = {
  good() { process.on("SIGINT", end); stay(); say("Chat@good is up"); },
  also() { process.on("SIGINT", end); stay(); say("Gate@also is up"); },
  brief() { say("Chat@brief is up"); },
  stubborn() { process.on("SIGINT", () => say("no")); stay(); say("Chat@stubborn is up"); },
  slow() { stay(); },
  bad() { console.error("bad luck"); process.exitCode = 7; },
};
deeds[id]();
`;

/** A cluster of the fake program, with what it has written. */
class Stage implements AsyncDisposable {
  readonly cluster: Cluster;
  readonly #folder: TemporaryFolder;
  readonly #code: Promise<number>;
  ups = 0;
  text = "";

  private constructor(folder: TemporaryFolder, program: string, ids: readonly string[]) {
    this.#folder = folder;
    const entry = (id: string) => ({ Id: id, ProcessID: id });
    const others = ids.filter((id) => id !== "also");
    const Module = { Chat: others.map(entry), Gate: ids.includes("also") ? [entry("also")] : [] };
    const sink = { write: (text: string) => (this.text += text) };
    this.cluster = new Cluster({
      config: parseConfig(JSON.stringify({ Module }), "test.json"),
      program,
      output: new Output(sink, ids, {}),
      onUp: () => (this.ups += 1),
    });
    this.#code = this.cluster.run();
  }

  static async of(...ids: string[]): Promise<Stage> {
    const folder = await TemporaryFolder.with({ "program.mjs": PROGRAM });
    return new Stage(folder, folder.file("program.mjs"), ids);
  }

  async says(text: string): Promise<void> {
    await eventually(() => this.text.includes(text), `"${text}"`);
  }

  /** Waits for the end; the exit code. */
  async ends(): Promise<number> {
    return await this.#code;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.cluster.stop(2);
    this.cluster.stop(2);
    await this.#code;
    await this.#folder[Symbol.asyncDispose]();
  }
}

suite("a cluster", (test) => {
  test("says which process is up, and when all are; ends them together, with 0", async () => {
    await using stage = await Stage.of("good", "also");
    await eventually(() => stage.ups === 1, "all are up");
    assert.match(stage.text, /^cluster \| (?:good|also) is up \(1 of 2\)$/mu);
    assert.match(stage.text, /^cluster \| (?:good|also) is up \(2 of 2\)$/mu);
    assert.match(stage.text, /^also {4}\| .*Gate@also is up$/mu);
    stage.cluster.stop(2);
    assert.is(await stage.ends(), 0);
    assert.match(stage.text, /good has ended/u);
    assert.match(stage.text, /also has ended/u);
  });

  test("when one fails, it says so, stops the others and has its exit code", async () => {
    await using stage = await Stage.of("good", "bad");
    assert.is(await stage.ends(), 7);
    assert.match(stage.text, /^bad {5}\| bad luck$/mu);
    assert.match(stage.text, /bad ended with exit code 7; the others are stopped/u);
    assert.match(stage.text, /good has ended/u);
    assert.is(stage.ups, 0);
  });

  test("one that ends with 0 is no failure: the others go on", async () => {
    await using stage = await Stage.of("brief", "good");
    await stage.says("brief has ended");
    await stage.says("good is up");
    stage.cluster.stop(2);
    assert.is(await stage.ends(), 0);
  });

  test("who is still loading when all are stopped is no failure either", async () => {
    await using stage = await Stage.of("slow", "good");
    await stage.says("good is up");
    stage.cluster.stop(15);
    assert.is(await stage.ends(), 0);
  });

  test("a second stop kills who does not obey, and tells by the exit code", async () => {
    await using stage = await Stage.of("good", "stubborn");
    await eventually(() => stage.ups === 1, "all are up");
    stage.cluster.stop(15);
    await stage.says("stubborn | INFO: no");
    await stage.says("good has ended");
    stage.cluster.stop(15);
    assert.is(await stage.ends(), 143);
    assert.match(stage.text, /stubborn was ended by SIGKILL/u);
  });

  test("a process ends when whoever started it is killed", async (signal) => {
    await using folder = await TemporaryFolder.with({
      "program.mjs": `console.log("it is", process.pid); setInterval(() => {}, 1000);`,
    });
    const starter = fileURLToPath(new URL("start-process.ts", import.meta.url));
    await using parent = Child.ofTypeScript(starter, [folder.file("program.mjs")], { signal });
    await parent.prints(/it is \d+/u);
    const pid = Number(/it is (\d+)/u.exec(parent.stdout)?.[1]);
    assert.is(isAlive(pid), true);
    parent.killGroup("SIGKILL");
    await eventually(() => !isAlive(pid), "the end of the process");
  });
});

suite("a cluster's output", (test) => {
  const log = (level: number, msg: string) =>
    JSON.stringify({ level, msg, module: "Chat@Chat001" });
  const written = (isTTY: boolean, environment: NodeJS.ProcessEnv, ...lines: string[]): string => {
    let text = "";
    const sink = { isTTY, write: (part: string) => (text += part) };
    const output = new Output(sink, ["chat1", "gate"], environment);
    for (const line of lines) output.line("chat1", line);
    output.say("done");
    return text;
  };

  test("each line begins with the name of its process; what is no log stays as it is", () => {
    const text = written(false, {}, log(30, "hello"), "{ not JSON", "Error: x\n    at y");
    assert.is(
      text,
      [
        'chat1   | INFO: hello {"module":"Chat@Chat001"}',
        "chat1   | { not JSON",
        "chat1   | Error: x",
        "chat1   |     at y",
        "cluster | done",
        "",
      ].join("\n"),
    );
  });

  test("is coloured on a terminal only, and not with NO_COLOR", () => {
    const line = log(30, "hello");
    assert.ok(written(true, {}, line).startsWith("\u001B[36mchat1   |\u001B[39m "));
    for (const text of [written(true, { NO_COLOR: "1" }, line), written(false, {}, line)]) {
      assert.not.ok(text.includes("\u001B"));
    }
  });

  test("MQANT_LOG_LEVEL says what of the logs is shown", () => {
    const lines = [log(20, "fine"), log(30, "normal"), log(40, "odd"), log(50, "bad"), "plain"];
    const shown = (level: string): string[] => {
      const text = written(false, { MQANT_LOG_LEVEL: level }, ...lines);
      return [...text.matchAll(/fine|normal|odd|bad|plain/gu)].map(([word]) => word);
    };
    assert.equal(shown("debug"), ["fine", "normal", "odd", "bad", "plain"]);
    assert.equal(shown("info"), ["normal", "odd", "bad", "plain"]);
    assert.equal(shown("warn"), ["odd", "bad", "plain"]);
    assert.equal(shown("silent"), ["plain"]);
  });
});

suite("whether a broker answers", (test) => {
  test("nobody there, somebody silent, and somebody who hangs up are told from one who answers", async () => {
    const deeds = ["silent", "hangs up", "answers"];
    const servers = deeds.map((deed) =>
      createServer((socket) => {
        socket.on("error", () => {}); // whoever asked is gone
        if (deed === "hangs up") socket.destroy();
        if (deed === "answers") socket.once("data", () => socket.write("\u0001"));
      }),
    );
    const ports = servers.map(async (server) => {
      const port = await freePort();
      server.listen(port, "127.0.0.1");
      await once(server, "listening");
      return port;
    });
    const all = [await freePort(), ...(await Promise.all(ports))];
    const answers = await Promise.all(
      all.map(async (port) => await brokerAnswers(`amqp://guest:guest@127.0.0.1:${port}`, 500)),
    );
    for (const server of servers) server.close();
    assert.equal(answers, [false, false, false, true]);
  });

  test("it is named without user and password", () => {
    assert.is(brokerPlace("amqp://guest:secret@localhost"), "amqp://localhost:5672");
    assert.is(brokerPlace("amqps://a:b@broker.example/games"), "amqps://broker.example:5671/games");
  });
});

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}
