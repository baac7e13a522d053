import { createApp, parseConfig, type App, type Handler } from "mqant";
import { connectAsync } from "mqtt";
import * as assert from "uvu/assert";
import { eventually } from "../support/eventually.ts";
import { MemoryLog } from "../support/memory-log.ts";
import { suite } from "../support/suite.ts";
import { TestModule } from "../support/test-module.ts";
import { chatParts } from "./chat-parts.ts";

const { ChatGate } = await chatParts();

/** The chat's gate with an instance of Chat and Login beside it, of which another Chat is nowhere. */
class Stage implements AsyncDisposable {
  readonly log = new MemoryLog();
  readonly #gate = new ChatGate();
  readonly #app: App;

  private constructor() {
    const entry = (Id: string, ProcessID: string) => ({ Id, ProcessID });
    const TCPAddr = "127.0.0.1:0";
    const Module = {
      Gate: [{ ...entry("Gate001", "here"), Settings: { TCPAddr } }],
      Chat: [entry("Chat001", "nowhere"), entry("Chat002", "here")],
      Login: [entry("Login001", "here")],
    };
    this.#app = createApp({ log: this.log, processId: "here" });
    this.#app.configure(parseConfig(JSON.stringify({ Module }), "test.json"));
  }

  static async set(leave: Handler, release: Handler): Promise<Stage> {
    const stage = new Stage();
    const chat = new TestModule("Chat", (server) => server.registerGO("leave", leave));
    const login = new TestModule("Login", (server) => server.registerGO("release", release));
    await stage.#app.start(stage.#gate, chat, login);
    return stage;
  }

  /** Somebody comes and goes. */
  async visit(): Promise<void> {
    const [address] = this.#gate.addresses();
    const client = await connectAsync(`mqtt://127.0.0.1:${address?.port}`, { reconnectPeriod: 0 });
    await client.endAsync();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#app.close();
  }
}

suite("the chat's gate", (test) => {
  test("an end is told to every instance of Chat and to Login; who can't be reached is logged", async () => {
    const heard: string[] = [];
    await using stage = await Stage.set(
      (sessionId: string) => void heard.push(`leave ${sessionId.length}`),
      (sessionId: string, userName: string) => {
        heard.push(`release ${sessionId.length} "${userName}"`);
      },
    );
    await stage.visit();
    await eventually(() => heard.length === 2, "both have heard of it");
    assert.equal(heard.sort(), ["leave 32", 'release 32 ""']);
    const warning = () => stage.log.messages("warn").find((text) => text.includes("be called"));
    await eventually(() => warning() !== undefined, "the warning");
    assert.match(warning() ?? "", /^Chat@Chat001 can't be called: .*no_responder/u);
  });

  test("one that does not answer keeps nobody waiting", async () => {
    let end = (): void => {};
    let released = 0;
    await using stage = await Stage.set(
      () => new Promise<void>((resolve) => (end = resolve)),
      () => void released++,
    );
    await stage.visit();
    await eventually(() => released === 1, "Login has heard of it");
    end();
  });
});
