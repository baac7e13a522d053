import { createApp, parseConfig, type App, type AppOptions, type Module } from "mqant";
import { MemoryLog } from "../../support/memory-log.ts";
import { TestModule } from "../../support/test-module.ts";

/** A process of a cluster of two: an app with a log that can be looked at. */
export class ClusterProcess implements AsyncDisposable {
  readonly app: App;
  readonly log = new MemoryLog();

  private constructor(processId: string, rabbitmq: object, options: AppOptions) {
    const config = {
      Module: {
        Caller: [{ Id: "Caller001", ProcessID: "caller" }],
        Echo: [{ Id: "Echo001", ProcessID: "callee" }],
      },
      Rabbitmq: rabbitmq,
    };
    this.app = createApp({ log: this.log, processId, closeTimeoutMs: 500, ...options });
    this.app.configure(parseConfig(JSON.stringify(config), "test.json"));
  }

  /** The process `callee`, which serves `Echo001`; not started yet. */
  static callee(rabbitmq: object | string, options: AppOptions = {}): ClusterProcess {
    return new ClusterProcess("callee", asBlock(rabbitmq), options);
  }

  /** The process `caller`, in which `Caller001` runs; not started yet. */
  static caller(rabbitmq: object | string, options: AppOptions = {}): ClusterProcess {
    return new ClusterProcess("caller", asBlock(rabbitmq), options);
  }

  async start(...modules: Module[]): Promise<this> {
    await this.app.start(...modules);
    return this;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.app.close();
  }
}

/** A module `Echo` that gives back what it is given. */
export function echo(): TestModule {
  return new TestModule("Echo", (server) => {
    server.registerGO("echo", (value: unknown) => value);
  });
}

function asBlock(rabbitmq: object | string): object {
  return typeof rabbitmq === "string" ? { Uri: rabbitmq } : rabbitmq;
}
