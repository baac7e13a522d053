import { fileURLToPath } from "node:url";
import * as assert from "uvu/assert";
import { Child } from "../../support/child.ts";
import { eventually } from "../../support/eventually.ts";
import type { CalleeReport, CallerReport, LoadSettings } from "./load-report.ts";

const CALLER = fileURLToPath(new URL("load-caller.ts", import.meta.url));
const CALLEE = fileURLToPath(new URL("load-callee.ts", import.meta.url));

/** Where caller and callee reach the broker, and how they call. */
export interface FaultStageOptions extends Partial<Omit<LoadSettings, "uri">> {
  callerUri: string;
  calleeUri?: string;
  signal: AbortSignal;
}

/** A caller and a callee under steady load, two real processes, for a fault to happen to. */
export class FaultStage implements AsyncDisposable {
  readonly #options: FaultStageOptions;
  readonly #callees: Child[] = [];
  readonly #callers: Child[] = [];
  /** What processes that were replaced had to report. */
  readonly #formerRuns: number[] = [];
  #lastId = 0;

  private constructor(options: FaultStageOptions) {
    this.#options = options;
  }

  /** Starts both; the load begins with {@link go}. */
  static async start(options: FaultStageOptions): Promise<FaultStage> {
    const stage = new FaultStage(options);
    await stage.startCallee();
    await stage.startCaller();
    return stage;
  }

  get callee(): Child {
    return this.#callees.at(-1)!; // start began with one
  }

  get caller(): Child {
    return this.#callers.at(-1)!; // start began with one
  }

  /** Starts a callee, beside the one there may be; resolves when it serves. */
  async startCallee(): Promise<Child> {
    const { callerUri, calleeUri = callerUri } = this.#options;
    return await this.#spawn(CALLEE, calleeUri, this.#callees);
  }

  async startCaller(): Promise<Child> {
    this.#lastId += 10_000_000; // no two callers give a call the same id
    return await this.#spawn(CALLER, this.#options.callerUri, this.#callers);
  }

  /** Begins the load and waits until calls are answered. */
  async go(): Promise<void> {
    tell(this.caller, "go");
    await this.answers(50);
  }

  /** Waits until that many more calls were answered right. */
  async answers(count: number, timeoutMs = 15_000): Promise<void> {
    const { right } = await this.callerReport();
    await eventually(
      async () => (await this.callerReport()).right >= right + count,
      `${count} more right answers`,
      timeoutMs,
    );
  }

  /** Lets the load go on for a while: long enough for what happens to it to have consequences. */
  async goesOn(ms: number): Promise<void> {
    await new Promise((resolve) => setTimeout(resolve, ms));
  }

  async callerReport(child: Child = this.caller): Promise<CallerReport> {
    return (await ask(child)) as CallerReport; // what load-caller.ts prints
  }

  async calleeReport(child: Child = this.callee): Promise<CalleeReport> {
    return (await ask(child)) as CalleeReport; // what load-callee.ts prints
  }

  /** Keeps what a callee has run, before it is ended. */
  async keepRuns(child: Child = this.callee): Promise<void> {
    this.#formerRuns.push(...(await this.calleeReport(child)).ran);
  }

  /**
   * Ends the load and holds what happened to the promises: nothing hung, nothing wrong, nothing twice, nothing
   * after its deadline, nothing late.
   */
  async halt(): Promise<{ caller: CallerReport; callee: CalleeReport }> {
    tell(this.caller, "halt");
    await this.caller.prints("halted");
    const caller = await this.callerReport();
    const callee = await this.calleeReport();
    const ran = [...this.#formerRuns, ...callee.ran];
    const runs = new Set(ran);
    assert.is(caller.hung, 0, "calls hung");
    assert.is(caller.wrong, 0, "calls answered wrong");
    assert.is(caller.late, 0, `calls settled late: ${JSON.stringify(caller.failed)}`);
    assert.is(ran.length - runs.size, 0, "calls ran twice");
    assert.equal(callee.stale, [], "calls ran after their deadline");
    assert.equal(
      caller.claimedUnrun.filter((id) => runs.has(id)),
      [],
      "calls ran that were said not to have",
    );
    return { caller, callee };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const child of [...this.#callers, ...this.#callees]) await child[Symbol.asyncDispose]();
  }

  async #spawn(file: string, uri: string, list: Child[]): Promise<Child> {
    const settings: LoadSettings = {
      timeoutMs: 1000,
      callsPerTick: 3,
      waitForReady: false,
      workMs: 5,
      busy: false,
      closeTimeoutMs: 3000,
      heartbeat: 10,
      firstId: this.#lastId,
      ...this.#options,
      uri,
    };
    const child = Child.ofTypeScript(file, [JSON.stringify(settings)], {
      signal: this.#options.signal,
    });
    list.push(child);
    await child.prints("ready");
    return child;
  }
}

/** Sends a command to a process of the stage. */
export function tell(child: Child, command: string): void {
  child.process.stdin?.write(`${command}\n`);
}

async function ask(child: Child): Promise<unknown> {
  const from = child.stdout.length;
  tell(child, "report");
  let line: string | undefined;
  await eventually(() => {
    line = /^report (.*)\n/m.exec(child.stdout.slice(from))?.[1];
    return line !== undefined || child.process.exitCode !== null;
  }, "a report");
  if (line === undefined) throw new Error(`it ended: ${child.stderr}`);
  return JSON.parse(line);
}
