import * as assert from "uvu/assert";
import { suite } from "./support/suite.ts";

/** What each entry point exports at run time. It grows on purpose or not at all. */
const SURFACE: Record<string, readonly string[]> = {
  mqant: [
    "BaseModule",
    "ConfigError",
    "Gate",
    "Gates",
    "MemorySessionStore",
    "RpcError",
    "Session",
    "StartError",
    "createApp",
    "createLog",
    "currentCall",
    "loadConfig",
    "parseConfig",
    "readSettings",
    "withSchema",
  ],
  "mqant/client": ["RpcError", "mqttTransport"],
  "mqant/prometheus": ["prometheusPage"],
  "mqant/redis": ["RedisSessionStore"],
  "mqant/schema": [
    "bigint",
    "branded",
    "bytes",
    "date",
    "lazy",
    "literal",
    "optional",
    "optionalArgument",
    "ownProperties",
    "session",
    "sessionAndBody",
    "template",
    "undefinable",
    "variant",
  ],
  "mqant-gen": ["ConfigError", "defineConfig", "diffProject", "generate", "watch"],
};

suite("public surface", (test) => {
  for (const [entry, names] of Object.entries(SURFACE)) {
    test(`${entry} exports what it says, and nothing else`, async () => {
      const module = (await import(entry)) as object;
      assert.equal(Object.keys(module).toSorted(), names);
    });
  }
});
