import { readdir, readFile } from "node:fs/promises";
import { dirname, join, relative, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import * as assert from "uvu/assert";
import { suite } from "./support/suite.ts";

const root = fileURLToPath(new URL("..", import.meta.url));

/** Which part may import which others. A part is a folder, or a file directly under `runtime`. */
const RUNTIME: Record<string, readonly string[]> = {
  "errors.ts": [],
  "log.ts": [],
  "create-log.ts": ["log.ts"],
  "limited-log.ts": ["log.ts"],
  "counters.ts": [],
  "metrics.ts": ["counters.ts"],
  "health.ts": ["broker"],
  async: ["errors.ts"],
  config: ["errors.ts"],
  rpc: ["async", "counters.ts", "errors.ts", "log.ts"],
  session: ["rpc", "errors.ts"],
  broker: ["async", "counters.ts", "limited-log.ts"],
  wire: ["broker", "rpc", "async", "counters.ts", "errors.ts", "limited-log.ts"],
  schema: ["rpc", "session", "errors.ts"],
  module: [
    "rpc",
    "config",
    "async",
    "counters.ts",
    "errors.ts",
    "health.ts",
    "log.ts",
    "metrics.ts",
  ],
  gate: [
    "module",
    "session",
    "rpc",
    "config",
    "async",
    "counters.ts",
    "errors.ts",
    "health.ts",
    "limited-log.ts",
    "log.ts",
  ],
  "wire-mqant": [
    "session",
    "broker",
    "wire",
    "rpc",
    "async",
    "counters.ts",
    "errors.ts",
    "limited-log.ts",
  ],
  prometheus: ["module", "metrics.ts"],
  redis: ["gate", "errors.ts"],
  client: ["errors.ts"],
  "app-options.ts": ["rpc", "errors.ts", "log.ts"],
  "run-process.ts": ["config", "rpc", "log.ts"],
  "app.ts": [
    "app-options.ts",
    "run-process.ts",
    "create-log.ts",
    "wires.ts",
    "module",
    "session",
    "rpc",
    "config",
    "async",
    "counters.ts",
    "errors.ts",
    "health.ts",
    "limited-log.ts",
    "log.ts",
    "metrics.ts",
  ],
  "wires.ts": ["wire", "wire-mqant", "broker", "rpc", "config", "counters.ts", "limited-log.ts"],
};

/** Packages that only one place imports, so that there is one place to change. */
const PACKAGES: Record<string, RegExp> = {
  amqplib: /^runtime\/broker\//,
  ws: /^runtime\/gate\/ws-/,
  "mqtt-packet": /^runtime\/gate\//,
  "prom-client": /^runtime\/prometheus\//,
  "@redis/client": /^runtime\/redis\//,
  pino: /^runtime\/create-log\.ts$/,
  "jsonc-parser": /^(?:runtime\/config|generator\/(?:conf|lock))\//,
  "ts-morph": /^generator\/(?:edit|read\/compiler)\//,
  handlebars: /^generator\/emit\//,
  "@viz-js/viz": /^generator\/emit\/graph\/graph-layout\.ts$/,
  jiti: /^generator\/config\//,
  chokidar: /^generator\/watch\//,
  mqtt: /^generator\/examples\//,
  yaml: /^generator\/emit\/asyncapi\//,
  commander: /^generator\//,
};

interface Import {
  file: string;
  target: string;
}

async function importsUnder(folder: string): Promise<Import[]> {
  const entries = await readdir(join(root, folder), { recursive: true });
  const files = entries.filter(
    (name) => name.endsWith(".ts") && !/(^|\/)(dist|node_modules)\//.test(name),
  );
  const found = await Promise.all(
    files.map(async (name) => {
      const file = join(folder, name);
      const text = await readFile(join(root, file), "utf8");
      const specifiers = text.matchAll(
        /^(?:import|export)\s[\w*{}$,\s]*?from "([^"]+)"|^import "([^"]+)"|\bimport\("([^"]+)"\)/gm,
      );
      return [...specifiers].map(([, a, b, c]) => ({ file, target: a ?? b ?? c ?? "" }));
    }),
  );
  return found.flat();
}

/** The file that a relative import means, from the repository's root; a package's name otherwise. */
function targetOf({ file, target }: Import): string {
  return target.startsWith(".") ? relative(root, resolve(root, dirname(file), target)) : target;
}

function partOf(file: string): string {
  return file.split("/")[1] ?? "";
}

suite("architecture", (test) => {
  test("parts of the runtime depend one way", async () => {
    const wrong = (await importsUnder("runtime"))
      .filter(({ file, target }) => target.startsWith(".") && partOf(file) !== "index.ts")
      .filter((each) => {
        const [from, to] = [partOf(each.file), partOf(targetOf(each))];
        return from !== to && !(RUNTIME[from] ?? []).includes(to);
      });
    assert.equal(wrong, []);
  });

  test("runtime and generator never import each other", async () => {
    for (const [folder, other] of [
      ["runtime", "generator"],
      ["generator", "runtime"],
    ] as const) {
      const targets = (await importsUnder(folder)).map(targetOf);
      assert.equal(
        targets.filter(
          (target) => target.startsWith(`${other}/`) || /^mqant(\/|$|-gen)/.test(target),
        ),
        [],
      );
    }
  });

  test("the reading half of the generator knows no templates, the writing half no compiler", async () => {
    const imports = await importsUnder("generator");
    const crossing = imports.filter(({ file, target }) => {
      const to = targetOf({ file, target });
      return (
        (file.startsWith("generator/read/") && to.startsWith("generator/emit/")) ||
        (/^generator\/(?:lock|diff)\//.test(file) && to.startsWith("generator/read/")) ||
        (file.startsWith("generator/emit/") && to.startsWith("generator/read/"))
      );
    });
    assert.equal(crossing, []);
  });

  test("a package is imported in its one place only", async () => {
    const imports = [...(await importsUnder("runtime")), ...(await importsUnder("generator"))];
    const wrong = imports.filter(({ file, target }) => {
      const name = target.split("/", target.startsWith("@") ? 2 : 1).join("/");
      const place = Object.hasOwn(PACKAGES, name) ? PACKAGES[name] : undefined;
      return place !== undefined && !place.test(file);
    });
    assert.equal(wrong, []);
  });

  test("the client runtime needs no Node", async () => {
    const targets = (await importsUnder("runtime/client")).map(({ target }) => target);
    assert.equal(
      targets.filter((target) => !target.startsWith(".")),
      [],
    );
  });
});
