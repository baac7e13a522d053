// Prints the calls per second of one contestant: <contestant> <calls in flight>.
import {
  BaseModule,
  createApp,
  createLog,
  parseConfig,
  type App,
  type ModuleSettings,
} from "mqant";
import * as z from "zod";
import { peerModule } from "./peers.ts";

const WARM_UP_MS = 700;
const MEASURE_MS = 1500;
/** Between two looks at the clock. */
const CHUNK = 2000;

interface Body {
  id: number;
  name: string;
  at: number;
}

/** What peers/local-moleculer.ts exports. */
interface LocalMoleculer {
  start(options: object): Promise<{ call(action: string, params: Body): Promise<unknown> }>;
}

const body: Body = { id: 17, name: "Ann", at: 1_700_000_000 };

class Echo extends BaseModule {
  override getType(): string {
    return "Echo";
  }
  override async onInit(app: App, settings: ModuleSettings): Promise<void> {
    await super.onInit(app, settings);
    this.server.registerGO("sync", (given: Body) => given);
    this.server.registerGO("async", async (given: Body) => given);
  }
}

/** As mqant-gen writes them. */
function schemas(): object {
  const args = z.tuple([z.object({ id: z.number(), name: z.string(), at: z.number() })]);
  const schema = (async: boolean) => ({ args: () => args, arity: 1, async });
  return { Echo: { sync: schema(false), async: schema(true) } };
}

async function mqant(handler: string, validated: boolean): Promise<() => Promise<unknown>> {
  const log = createLog({ processId: "bench", level: "silent" });
  const app = createApp(validated ? { log, schemas: schemas() as never } : { log });
  const config = `{ "Module": { "Echo": [{ "Id": "Echo001", "ProcessID": "development" }] } }`;
  app.configure(parseConfig(config, "bench.json"));
  await app.start(new Echo());
  return () => app.invoke("Echo", handler, [body]);
}

async function moleculer(action: string, promises = {}): Promise<() => Promise<unknown>> {
  const { start } = (await peerModule("local-moleculer.ts")) as LocalMoleculer;
  const broker = await start(promises);
  return () => broker.call(action, body);
}

const contestants: Record<string, () => Promise<() => Promise<unknown>>> = {
  "plain async": async () => {
    const echo = async (given: Body): Promise<Body> => given;
    return () => echo(body);
  },
  "moleculer sync": () => moleculer("echo.sync"),
  "moleculer async": () => moleculer("echo.async"),
  // What ours promises for every call: nobody sees later changes, and nobody waits for ever.
  "moleculer sync, copies and time limits": () =>
    moleculer("echo.sync", { requestTimeout: 5000, contextParamsCloning: true }),
  "mqant sync": () => mqant("sync", true),
  "mqant async": () => mqant("async", true),
  "mqant async, no schemas": () => mqant("async", false),
};

async function measure(
  call: () => Promise<unknown>,
  inFlight: number,
  ms: number,
): Promise<number> {
  let calls = 0;
  const begun = performance.now();
  const end = begun + ms;
  const loop = async (): Promise<void> => {
    do {
      for (let i = 0; i < CHUNK; i++) await call();
      calls += CHUNK;
    } while (performance.now() < end);
  };
  await Promise.all(Array.from({ length: inFlight }, loop));
  return (calls * 1000) / (performance.now() - begun);
}

const [name = "", inFlight = "1"] = process.argv.slice(2);
const prepare = contestants[name];
if (prepare === undefined) throw new Error(`no contestant ${name}`);
const call = await prepare();
await measure(call, Number(inFlight), WARM_UP_MS);
globalThis.gc?.();
console.log(await measure(call, Number(inFlight), MEASURE_MS));
process.exit();
