import {
  BaseModule,
  createApp,
  createLog,
  Gate,
  parseConfig,
  type App,
  type ModuleSettings,
  type Session,
} from "mqant";
import { lazy, sessionAndBody } from "mqant/schema";
import * as z from "zod";
import { NEWS, type Network, type RunningServer } from "./server.ts";

/** More than any part of the benchmark opens. */
const MAX_CONNECTIONS = 20_000;

/** Sends back what it gets. */
class Echo extends BaseModule {
  override getType(): string {
    return "Echo";
  }

  override async onInit(app: App, settings: ModuleSettings): Promise<void> {
    await super.onInit(app, settings);
    this.server.registerGO("HD_Echo", (_session: Session, body: unknown) => body);
  }
}

/** As mqant-gen writes them. */
const body = lazy(() =>
  z.strictObject({ from: z.string(), target: z.string(), content: z.string() }),
);
const schemas = {
  Echo: {
    HD_Echo: { args: lazy(() => sessionAndBody(body())), arity: 2, async: false },
  },
};

/** The gate, with the handler in the same process. */
export async function startOurs(network: Network): Promise<RunningServer> {
  return await startGate(network, new Gate(), [new Echo()]);
}

/** The gate, with the handler in another process: {@link serveEcho}. */
export async function startOursRemote(network: Network, uri: string): Promise<RunningServer> {
  return await startGate(network, new Gate(), [], uri);
}

/** What {@link startOursRemote} calls. */
export async function serveEcho(uri: string): Promise<void> {
  await start(configOf("tcp", "callee", uri), "callee", [new Echo()]);
}

/** A gate in a process with modules, or without. */
export async function startGate(
  network: Network,
  gate: Gate,
  modules: readonly BaseModule[],
  uri?: string,
): Promise<RunningServer> {
  const echoAt = modules.length > 0 ? "gate" : "callee";
  await start(configOf(network, echoAt, uri), "gate", [gate, ...modules]);
  const [address] = gate.addresses();
  if (address === undefined) throw new Error("the gate does not listen");
  return { port: address.port, broadcast: () => gate.broadcast(NEWS.topic, NEWS.body) };
}

function configOf(network: Network, echoAt: string, uri: string | undefined): string {
  const address = network === "tcp" ? "TCPAddr" : "WSAddr";
  const settings = { [address]: "127.0.0.1:0", MaxConnNum: MAX_CONNECTIONS };
  return JSON.stringify({
    Module: {
      Gate: [{ Id: "Gate001", ProcessID: "gate", Settings: settings }],
      Echo: [{ Id: "Echo001", ProcessID: echoAt }],
    },
    ...(uri !== undefined && { Rabbitmq: { Uri: uri } }),
  });
}

async function start(
  config: string,
  processId: string,
  modules: readonly BaseModule[],
): Promise<void> {
  const log = createLog({ processId, level: "warn" });
  const app = createApp({ processId, log, schemas });
  await app.configure(parseConfig(config, "bench.json")).start(...modules);
}
