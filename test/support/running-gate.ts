import { createApp, Gate, parseConfig, type App, type AppOptions, type Handler } from "mqant";
import { MemoryLog } from "./memory-log.ts";
import { TestModule } from "./test-module.ts";

/** What a {@link RunningGate} is made of. */
export interface RunningGateOptions {
  /** Settings of the gate; TCP on a free port of this machine if there is no address. */
  settings?: Record<string, unknown>;
  gate?: Gate;
  /** Handlers by module type, all registered with `registerGO`. */
  handlers?: Record<string, Record<string, Handler>>;
  /** What arguments are checked by. */
  schemas?: AppOptions["schemas"];
  /** @defaultValue as for any app */
  closeTimeoutMs?: number;
  /** How long calls wait, those of clients among them. @defaultValue as for any app */
  timeoutMs?: number;
}

/** A gate and modules behind it in one real app, closed by `await using`. */
export class RunningGate implements AsyncDisposable {
  readonly app: App;
  readonly gate: Gate;
  readonly log: MemoryLog;

  private constructor(app: App, gate: Gate, log: MemoryLog) {
    this.app = app;
    this.gate = gate;
    this.log = log;
  }

  static async start({
    settings = {},
    gate = new Gate(),
    handlers = {},
    schemas,
    closeTimeoutMs,
    timeoutMs,
  }: RunningGateOptions = {}): Promise<RunningGate> {
    const hasAddress = "TCPAddr" in settings || "WSAddr" in settings;
    const gateSettings = hasAddress ? settings : { TCPAddr: "127.0.0.1:0", ...settings };
    const modules: Record<string, unknown[]> = {
      Gate: [{ Id: "Gate001", ProcessID: "development", Settings: gateSettings }],
    };
    for (const type of Object.keys(handlers)) {
      modules[type] = [{ Id: `${type}001`, ProcessID: "development" }];
    }
    const log = new MemoryLog();
    const app = createApp({ log, schemas, closeTimeoutMs, timeoutMs });
    app.configure(parseConfig(JSON.stringify({ Module: modules }), "test.json"));
    const served = Object.entries(handlers).map(
      ([type, table]) =>
        new TestModule(type, (server) => {
          for (const [name, handler] of Object.entries(table)) server.registerGO(name, handler);
        }),
    );
    await app.start(gate, ...served);
    return new RunningGate(app, gate, log);
  }

  /** The port that one kind of clients connects to. */
  port(network: "tcp" | "tls" | "ws" | "wss" = "tcp"): number {
    const address = this.gate.addresses().find((each) => each.network === network);
    if (address === undefined) throw new Error(`the gate does not listen for ${network}`);
    return address.port;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.app.close();
  }
}
