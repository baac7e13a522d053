import { readdir, readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { parseConfig } from "mqant";
import * as assert from "uvu/assert";
import type { ResolvedGateSettings } from "../../../runtime/gate/resolved-gate-settings.ts";
import { readGateSettings } from "../../../runtime/gate/read-gate-settings.ts";
import { suite } from "../../support/suite.ts";

const root = new URL("../../../", import.meta.url);
const README = await readFile(new URL("README.md", root), "utf8");
const SOURCE = await readFile(new URL("runtime/gate/gate-settings.ts", root), "utf8");

/** The keys that the README's tables of the gate have, with their defaults as JSON; `none` for those without. */
function keysOfReadme(): Map<string, string> {
  const section = README.slice(
    README.indexOf("\n## The gate\n"),
    README.indexOf("\n## Running it"),
  );
  const tables = [...section.matchAll(/^\| (?:setting|limit) [^]*?\n\n/gmu)].map(
    ([table]) => table,
  );
  assert.is(tables.length, 2, "a table of settings, and one of limits");
  const keys = new Map<string, string>();
  for (const row of tables.flatMap((table) => table.split("\n").slice(2))) {
    const [, names = "", , value = ""] = row.split("|");
    const standard = value.trim().replaceAll("`", "");
    for (const [, name = ""] of names.matchAll(/`(\w+)`/gu)) keys.set(name, standard);
  }
  return keys;
}

/** The keys of `GateSettings`, with the text of their `@defaultValue`. */
function keysOfSource(): Map<string, string | undefined> {
  const body = /export interface GateSettings \{\n([^]*?)\n\}/u.exec(SOURCE)?.[1] ?? "";
  const members = body.matchAll(/\/\*\*([^]*?)\*\/\s+(\w+)\?:/gu);
  return new Map(
    [...members].map(([, doc = "", name = ""]) => [name, /@defaultValue (\S+)/u.exec(doc)?.[1]]),
  );
}

function resolve(settings: object): ResolvedGateSettings {
  const Settings = { TCPAddr: ":0", ...settings };
  const file = { Module: { Gate: [{ Id: "Gate001", ProcessID: "p", Settings }] } };
  const [gate] = parseConfig(JSON.stringify(file), "server.json").modules;
  if (gate === undefined) throw new Error("the configuration has one module");
  return readGateSettings(gate, []);
}

/** The sentences of the gate's tests. */
async function sentences(): Promise<string> {
  const folder = fileURLToPath(new URL(".", import.meta.url));
  const names = (await readdir(folder, { recursive: true })).filter((name) =>
    name.endsWith(".test.ts"),
  );
  const texts = await Promise.all(names.map((name) => readFile(`${folder}/${name}`, "utf8")));
  const found = texts.flatMap((text) => [...text.matchAll(/\btest\(\s*(["`])([^]*?)\1,/gu)]);
  return found.map(([, , sentence]) => sentence).join("\n");
}

suite("the README's tables of the gate", (test) => {
  test("they have all settings, and no others", () => {
    const documented = [...keysOfReadme().keys()].toSorted();
    assert.equal(documented, [...keysOfSource().keys()].toSorted());
  });

  test("their defaults are what the gate goes by, and what the declarations say", () => {
    const described = keysOfSource();
    for (const [key, standard] of keysOfReadme()) {
      if (standard === "none") {
        assert.is(described.get(key), undefined, key);
        continue;
      }
      const value = JSON.parse(standard) as unknown;
      assert.equal(resolve({ [key]: value }), resolve({}), key);
      if (typeof value === "number" && key !== "pushQos") {
        assert.not.equal(resolve({ [key]: value + 1 }), resolve({}), key);
      }
      const said = described.get(key);
      if (key === "maxPacketBytes") assert.is(said, undefined, "it has that of MaxMsgLen");
      else assert.is(said, standard, key);
    }
  });

  test("each is named in the sentence of a test", async () => {
    const all = await sentences();
    const missing = [...keysOfSource().keys()].filter(
      (key) => !new RegExp(`\\b${key}\\b`, "u").test(all),
    );
    assert.equal(missing, []);
  });
});
