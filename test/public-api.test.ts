import { readFileSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { ts } from "ts-morph";
import * as assert from "uvu/assert";
import { freshBuild } from "./support/fresh-build.ts";
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

  test("mqant is declared without any other package: whoever imports it reads nothing of theirs", () => {
    freshBuild();
    const files = [fileURLToPath(new URL("../runtime/dist/index.d.ts", import.meta.url))];
    const packages = new Set<string>();
    for (const file of files) {
      for (const { fileName } of ts.preProcessFile(readFileSync(file, "utf8")).importedFiles) {
        const declared = resolve(dirname(file), fileName.replace(/(?:\.[jt]s)?$/, ".d.ts"));
        if (!fileName.startsWith(".")) packages.add(fileName);
        else if (!files.includes(declared)) files.push(declared);
      }
    }
    assert.equal([...packages], []);
    assert.ok(files.length > 10);
  });
});
