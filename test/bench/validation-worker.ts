// Prints how many bodies of about 100 bytes are looked through in a second: <contestant> <seconds>.
import assert from "node:assert/strict";
import { Session, type ModuleSchemas, type RpcCaller } from "mqant";
import * as z from "zod";

/** In seconds. */
const WARM_UP = 0.3;
/** Looked through between two looks at the clock. */
const BATCH = 1000;

const body = {
  userName: "somebody",
  passWord: "correct horse battery",
  device: { os: "android", version: "12.4.1" },
};
const text = JSON.stringify(body);
const snapshot = { sessionId: "1", userId: "", serverId: "", network: "", ip: "", settings: {} };
// Nobody calls its verbs.
const session = new Session(snapshot, "Gate@Gate001", {} as RpcCaller);

const byHand = z.strictObject({
  userName: z.string(),
  passWord: z.string(),
  device: z
    .strictObject({ os: z.enum(["android", "ios", "web"]), version: z.string() })
    .exactOptional(),
});

const contestants: Readonly<Record<string, () => Promise<() => unknown>>> = {
  "JSON.parse": async () => () => JSON.parse(text) as unknown,
  generated: async () => {
    // Not a plain import: the registries of all golden cases would become one.
    const file = new URL("../golden/login/expected/login.schema.ts", import.meta.url).href;
    const { loginSchemas } = (await import(file)) as { loginSchemas: ModuleSchemas };
    const schema = loginSchemas["HD_Login"]?.args();
    const args = [session, body];
    assert.deepEqual(schema?.safeParse(args), { success: true, data: args });
    return () => schema?.safeParse(args);
  },
  "zod by hand": async () => () => byHand.safeParse(body),
};

const [name = "", seconds = "1"] = process.argv.slice(2);
const run = await contestants[name]?.();
if (run === undefined) throw new Error(`no contestant "${name}"`);
measure(run, WARM_UP);
console.log(measure(run, Number(seconds)));

/** How often it runs in a second of this process's own time: others may be busy beside it. */
function measure(once: () => unknown, forSeconds: number): number {
  const start = process.cpuUsage();
  for (let count = BATCH; ; count += BATCH) {
    for (let i = 0; i < BATCH; i++) once();
    const { user, system } = process.cpuUsage(start);
    const spent = (user + system) / 1e6;
    if (spent >= forSeconds) return count / spent;
  }
}
