import {
  BaseModule,
  createApp,
  createLog,
  parseConfig,
  type App,
  type AppOptions,
  type Config,
  type Module,
  type ModuleSettings,
} from "mqant";
import { lazy } from "mqant/schema";
import * as z from "zod";
import type { Body, Contestant } from "./contestant.ts";

/** What is measured of ours. */
export interface Variant {
  handler?: "echo" | "echoAsync";
  validated?: boolean;
}

/** Two apps with a top-level `Rabbitmq` block, called through the public interface. */
export function ours({ handler = "echo", validated = true }: Variant = {}): Contestant {
  // Variants are up at the same time, and no two live processes may serve the same instance.
  const variant = `${handler}-${validated ? "validated" : "unchecked"}`;
  return {
    serve: async (uri, onNote) => {
      const config = configOf(uri, variant);
      await start(config, "callee", new Echo(onNote), validated ? { schemas } : {});
    },
    connect: async (uri) => {
      const asker = new Asker();
      await start(configOf(uri, variant), "caller", asker);
      return {
        // The handler gives back what it gets.
        call: (body) => asker.invoke("Echo", handler, [body]) as Promise<Body>,
        note: (body) => asker.invokeNR("Echo", "note", [body]),
      };
    },
  };
}

class Echo extends BaseModule {
  readonly #onNote: () => void;

  constructor(onNote: () => void) {
    super();
    this.#onNote = onNote;
  }

  override getType(): string {
    return "Echo";
  }

  override async onInit(app: App, settings: ModuleSettings): Promise<void> {
    await super.onInit(app, settings);
    this.server.registerGO("echo", (given: Body) => given);
    this.server.registerGO("echoAsync", async (given: Body) => given);
    this.server.registerGO("note", (_given: Body) => this.#onNote());
  }
}

class Asker extends BaseModule {
  override getType(): string {
    return "Asker";
  }
}

/** As mqant-gen writes them. */
const args = lazy(() =>
  z.tuple([z.object({ id: z.number(), name: z.string(), text: z.string() })]),
);
const schemas = {
  Echo: {
    echo: { args, arity: 1, async: false },
    echoAsync: { args, arity: 1 },
    note: { args, arity: 1, async: false },
  },
};

function configOf(uri: string, variant: string): Config {
  const config = {
    Module: {
      Asker: [{ Id: `Asker-${variant}`, ProcessID: "caller" }],
      Echo: [{ Id: `Echo-${variant}`, ProcessID: "callee" }],
    },
    Rabbitmq: { Uri: uri },
  };
  return parseConfig(JSON.stringify(config), "bench.json");
}

async function start(
  config: Config,
  processId: string,
  module: Module,
  options: AppOptions = {},
): Promise<void> {
  const log = createLog({ processId, level: "warn" });
  await createApp({ ...options, processId, log })
    .configure(config)
    .start(module);
}
