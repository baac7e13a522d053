import * as assert from "uvu/assert";
import {
  BaseModule,
  ConfigError,
  createApp,
  RpcError,
  StartError,
  type App,
  type AppOptions,
  type ModuleSettings,
} from "mqant";
import { eventually } from "../../support/eventually.ts";
import { MemoryLog } from "../../support/memory-log.ts";
import { rejectsWith } from "../../support/rejects-with.ts";
import { suite } from "../../support/suite.ts";
import { TestModule } from "../../support/test-module.ts";
import { configFor } from "../rpc/stage.ts";

type Step = "onInit" | "onStart" | "run" | "onStop" | "onDestroy";
type Acts = Partial<Record<Step, (signal?: AbortSignal) => unknown>>;

/** Notes each step of its life, and does in it what a test asks for. */
class Noted extends BaseModule {
  readonly #type: string;
  readonly #notes: string[];
  readonly #acts: Acts;

  constructor(type: string, notes: string[], acts: Acts = {}) {
    super();
    this.#type = type;
    this.#notes = notes;
    this.#acts = acts;
  }

  override getType(): string {
    return this.#type;
  }
  override async onInit(app: App, settings: ModuleSettings): Promise<void> {
    await super.onInit(app, settings);
    await this.#note("onInit");
  }
  async onStart(): Promise<void> {
    await this.#note("onStart");
  }
  override async run(signal: AbortSignal): Promise<void> {
    await this.#note("run", signal);
  }
  async onStop(): Promise<void> {
    await this.#note("onStop");
  }
  override async onDestroy(): Promise<void> {
    await this.#note("onDestroy");
  }

  async #note(step: Step, signal?: AbortSignal): Promise<void> {
    this.#notes.push(`${this.#type}.${step}`);
    await this.#acts[step]?.(signal);
  }
}

function appFor(types: readonly string[], options: AppOptions = {}): [App, MemoryLog] {
  const log = new MemoryLog();
  const app = createApp({ log, closeTimeoutMs: 50, ...options }).configure(configFor(types));
  return [app, log];
}

const fails = (reason: string) => () => {
  throw new Error(reason);
};

async function startError(start: Promise<void>): Promise<StartError> {
  const error: unknown = await start.catch((thrown: unknown) => thrown);
  assert.instance(error, StartError);
  return error as StartError;
}

suite("life cycle", (test) => {
  test("modules are initialised in order, run side by side and destroyed in reverse", async () => {
    const notes: string[] = [];
    const untilStopped = (signal?: AbortSignal) =>
      new Promise((resolve) => signal?.addEventListener("abort", resolve));
    const [app] = appFor(["A", "B"]);
    await app.start(
      new Noted("A", notes, { run: untilStopped }),
      new Noted("B", notes, { run: untilStopped }),
    );
    assert.equal(notes, ["A.onInit", "B.onInit", "A.onStart", "B.onStart", "A.run", "B.run"]);
    notes.length = 0;
    await Promise.all([app.close(), app.close()]);
    assert.equal(notes, ["B.onStop", "A.onStop", "B.onDestroy", "A.onDestroy"]);
  });

  test("a module that stops can still call the others", async () => {
    const results: unknown[] = [];
    const [app] = appFor(["A", "Store"]);
    const first: Noted = new Noted("A", [], {
      onStop: async () => results.push(await first.invoke("Store", "save", ["state"])),
    });
    const store = new TestModule("Store", (server) => {
      server.registerGO("save", (text: string) => `${text} saved`);
    });
    await app.start(first, store);
    const closed = app.close();
    await rejectsWith(first.invoke("Store", "save", ["from elsewhere"]), "unavailable");
    await closed;
    assert.equal(results, ["state saved"]);
  });

  for (const step of ["onInit", "onStart"] as const) {
    test(`a module that fails in ${step} is named, and what was started is undone`, async () => {
      const notes: string[] = [];
      const [app] = appFor(["A", "B", "C"]);
      const error = await startError(
        app.start(
          new Noted("A", notes),
          new Noted("B", notes, { [step]: fails("port in use") }),
          new Noted("C", notes),
        ),
      );
      assert.is(error.message, `B@B001 failed in ${step}: port in use`);
      assert.ok(notes.includes("A.onDestroy"));
      assert.not(notes.includes("A.run"));
      assert.is(notes.includes("B.onDestroy"), step === "onStart", "only what was initialised");
    });
  }

  test("a module whose run fails closes the app", async () => {
    const notes: string[] = [];
    const [app, log] = appFor(["A", "B"]);
    await app.start(
      new Noted("A", notes),
      new Noted("B", notes, { run: fails("lost its socket") }),
    );
    await eventually(() => notes.includes("A.onDestroy"), "A was destroyed");
    assert.equal(log.messages("error"), ["B@B001 failed in run: lost its socket"]);
  });

  test("a module that hangs or fails in onDestroy is named and does not keep others alive", async () => {
    const notes: string[] = [];
    const [app, log] = appFor(["A", "B", "C"]);
    await app.start(
      new Noted("A", notes),
      new Noted("B", notes, { onDestroy: () => new Promise(() => {}) }),
      new Noted("C", notes, { onDestroy: fails("could not save") }),
    );
    await app.close();
    assert.is(notes.at(-1), "A.onDestroy");
    assert.equal(log.messages("error"), [
      "C@C001 failed in onDestroy: could not save",
      "B@B001 did not end onDestroy within 50 ms and is left behind",
    ]);
  });

  test("a run that ignores its signal is named and left behind", async () => {
    const [app, log] = appFor(["A"]);
    await app.start(new Noted("A", [], { run: () => new Promise(() => {}) }));
    await app.close();
    assert.match(log.messages("error").join(), /A@A001 did not end run within 50 ms/);
  });

  test("modules without an entry, and entries without a module, are said", async () => {
    const [app, log] = appFor(["A", "Missing"]);
    await app.start(new Noted("A", []), new Noted("Extra", []));
    await app.close();
    const [extra, missing] = log.messages("warn");
    assert.match(extra ?? "", /module Extra was given to run, but test\.json has no Module\.Extra/);
    assert.match(missing ?? "", /has Missing@Missing001 for this process, but no module/);
  });

  test("a process that would run nothing is a ConfigError that lists the processes", async () => {
    const [app] = appFor(["A"], { processId: "gtae" });
    const error: unknown = await app.start(new Noted("A", [])).catch((thrown: unknown) => thrown);
    assert.instance(error, ConfigError);
    assert.match((error as Error).message, /"gtae".*"development"/);
  });

  test("two modules of one type are refused", async () => {
    const [app] = appFor(["A"]);
    await rejectsWith(app.start(new Noted("A", []), new Noted("A", [])), "already_exists");
  });

  test("a call before start, a second start, and configure after start are refused with a reason", async () => {
    const [app] = appFor(["A"]);
    assert.throws(() => app.invoke("A", "x", []), /before start/);
    await app.start(new Noted("A", []));
    await rejectsWith(app.start(new Noted("A", [])), "failed_precondition");
    assert.throws(() => app.configure(configFor(["A"])), /after the start/);
    await app.close();
    await rejectsWith(app.invoke("A", "x", []), "unavailable");
    await rejectsWith(createApp().start(new Noted("A", [])), "failed_precondition");
  });

  test("an option that is misspelt or wrong is named", () => {
    const wrong = { timeoutMS: 5, maxPendingCalls: 0 } as AppOptions;
    assert.throws(
      () => createApp(wrong),
      (error: unknown) =>
        error instanceof RpcError &&
        error.code === "invalid_argument" &&
        error.message.includes("timeoutMS") &&
        error.message.includes("maxPendingCalls"),
    );
  });

  test("what a module uses before super.onInit tells what is missing", async () => {
    class Hasty extends BaseModule {
      override getType(): string {
        return "A";
      }
      override async onInit(): Promise<void> {
        this.server.registerGO("x", () => 1);
      }
    }
    const [app] = appFor(["A"]);
    const error = await startError(app.start(new Hasty()));
    assert.match(error.message, /server of A was used before "await super\.onInit/);
  });

  test("a handler registered twice, or that is no function, fails the start", async () => {
    const twice = new TestModule("A", (server) => {
      server.registerGO("x", () => 1);
      server.register("x", () => 2);
    });
    const [app] = appFor(["A"]);
    assert.match((await startError(app.start(twice))).message, /registers the handler "x" twice/);
    const none = new TestModule("A", (server) => {
      server.registerGO("x", undefined as unknown as () => void);
    });
    const [other] = appFor(["A"]);
    assert.match(
      (await startError(other.start(none))).message,
      /"x" with undefined for a function/,
    );
  });
});
