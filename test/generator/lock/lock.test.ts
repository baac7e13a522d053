import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import * as assert from "uvu/assert";
import { keepAllowances, withAllowances } from "../../../generator/lock/allowances.ts";
import { LockError } from "../../../generator/lock/lock-error.ts";
import { lockText } from "../../../generator/lock/lock-text.ts";
import { readLock } from "../../../generator/lock/read-lock.ts";
import { suite } from "../../support/suite.ts";
import {
  at,
  contractOf,
  handler,
  moduleOf,
  namedType,
  object,
  ref,
  text,
} from "../emit/contract-builder.ts";

const golden: string = fileURLToPath(new URL("../../golden/", import.meta.url));

const contract = contractOf({
  modules: [
    moduleOf("Chat", [
      handler("HD_Say", {
        session: true,
        parameters: [{ name: "msg", type: ref("Message"), optional: false, rest: false }],
        result: ref("Message"),
        deprecated: "use HD_Tell",
      }),
      handler("count", { order: "serial", presence: "conditional", result: { kind: "number" } }),
    ]),
    { ...moduleOf("Idle"), version: "1.2.3" },
  ],
  pushes: [{ topic: "Chat/OnSay", body: ref("Message"), sites: [at(9)] }],
  types: [
    namedType(
      "Color",
      { kind: "union", of: [{ kind: "literal", value: "red" }] },
      {
        origin: {
          from: { file: "src/dto.ts" },
          kind: "enum",
          arguments: [],
          members: [{ name: "Red", value: "red" }],
        },
      },
    ),
    namedType(
      "Message",
      object({
        text,
        "color?": ref("Color"),
        "answers?": { kind: "array", of: ref("Message"), readonly: false },
      }),
      { recursive: true, doc: ["Said."] },
    ),
  ],
});
const fresh = lockText(contract);
const written = String(fresh);

/** The error that reading leads to, as a user sees it. */
function errorOf(damaged: string): string {
  try {
    readLock(damaged, "mqant.lock.json");
  } catch (error) {
    if (error instanceof LockError) return error.message;
    throw error;
  }
  throw new Error("it was read");
}

suite("a lock file", (test) => {
  test("is read back into the contract that it was written from, without what isn't locked", () => {
    const { contract: read, allow } = readLock(written, "lock.json");
    assert.is(String(lockText(read)), written);
    assert.equal(allow, []);
    const [chat] = read.modules;
    assert.is(chat?.type, "Chat");
    assert.is(chat?.handlers[0]?.deprecated, "use HD_Tell");
    assert.is(chat?.handlers[1]?.presence, "conditional");
    assert.equal(Object.keys(read.types), ["lock.json#Color", "lock.json#Message"]);
    assert.is(read.types["lock.json#Message"]?.recursive, true);
    assert.is(read.types["lock.json#Color"]?.recursive, false);
    assert.is(read.types["lock.json#Color"]?.origin.kind, "enum");
  });

  for (const name of readdirSync(golden).filter((entry) => !entry.includes("."))) {
    test(`of the golden case ${name} is read and written as it was`, () => {
      const file = `${golden}${name}/expected/mqant.lock.json`;
      const found = readFileSync(file, "utf8");
      assert.is(String(lockText(readLock(found, file).contract)), found);
    });
  }

  test("keeps what decides which requests go together", () => {
    const stripping = String(lockText(contract, "strip"));
    assert.is(readLock(stripping, "lock.json").unknownKeys, "strip");
    assert.is(readLock(written, "lock.json").unknownKeys, "reject");
    const own = contractOf({ modules: [moduleOf("Chat", [handler("f", { ownSchema: true })])] });
    const { contract: read } = readLock(String(lockText(own)), "lock.json");
    assert.is(read.modules[0]?.handlers[0]?.ownSchema, true);
  });

  test("may say what goes without saying", () => {
    // Of two keys of one name the later counts, which is there where something else is the case.
    const wordy = written
      .replaceAll(`"exposure"`, `"presence": "always", "session": false, "exposure"`)
      .replace(`"name": "msg",`, `"name": "msg", "optional": false, "rest": false,`);
    assert.is(wordy.match(/: false/g)?.length, 4);
    const { contract: read } = readLock(wordy, "lock.json");
    assert.equal(read, readLock(written, "lock.json").contract);
  });

  test("says nothing that changes without the contract", () => {
    assert.not.match(written, /src\/|Said|"doc"|"line"|async/);
  });

  for (const [what, damage, expected] of [
    [
      "a text that is no JSON",
      (lock: string) => lock.replace('"modules": [', '"modules": '),
      /^mqant.lock.json:\d+:\d+: it is no valid JSON; take it from your version control/,
    ],
    [
      "a merge conflict",
      (lock: string) => lock.replace('  "modules"', '<<<<<<< HEAD\n  "modules"'),
      /^mqant.lock.json:4:1: it has a merge conflict; merge the sources first/,
    ],
    [
      "somebody else's file",
      () => `{ "lockfileVersion": 3 }`,
      /^mqant.lock.json:1:1: it is no lock file of mqant-gen; name the/,
    ],
    ["no object", () => "[]", /:1:1: it is no lock file of mqant-gen/],
    [
      "a newer file",
      (lock: string) => lock.replace('"format": 1', '"format": 7'),
      /:3:13: it has format 7, and this version of mqant-gen knows 1; update mqant-gen$/,
    ],
    [
      "a file without a format",
      (lock: string) => lock.replace('"format": 1,', ""),
      /:1:1: expected format 1, found nothing/,
    ],
    [
      "a wrong value",
      (lock: string) => lock.replace('"order": "serial"', '"order": "both"'),
      /:\d+:\d+: modules\[0\]\.handlers\[1\]\.order: expected one of "serial"\|"concurrent", found "both"; take/,
    ],
    [
      "a value that is missing",
      (lock: string) => lock.replace('"exposure": "gate",', ""),
      /:\d+:\d+: modules\[0\]\.handlers\[0\]\.exposure: .*found nothing/,
    ],
    [
      "a kind of type that nobody knows",
      (lock: string) => lock.replace('"kind": "number"', '"kind": "map"'),
      /handlers\[1\]\.result\.kind: .*found "map"/,
    ],
    [
      "a key that nobody knows",
      (lock: string) => lock.replace('"session": true', '"session": true, "stream": true'),
      /: modules\[0\]\.handlers\[0\]: unknown key "stream"/,
    ],
    [
      "a type that is mentioned and not defined",
      (lock: string) => lock.replace('"id": "Message"', '"id": "Massage"'),
      /it mentions the type "Massage" and doesn't define it/,
    ],
    [
      "two handlers of one name",
      (lock: string) => lock.replace('"name": "count"', '"name": "HD_Say"'),
      /there are two handlers of Chat "HD_Say"/,
    ],
    [
      "an expression that is none",
      (lock: string) =>
        lock.replace('"kind": "number"', '"kind": "template", "pattern": "(", "text": "x"'),
      /result\.pattern: expected a regular expression, found "\("/,
    ],
  ] as const) {
    test(`that holds ${what} is refused with the place and a cure`, () => {
      assert.match(errorOf(damage(written)), expected);
    });
  }

  test("nested without end is refused", () => {
    // Written by hand: what writes is as bounded as what reads.
    const deep = `${'{"kind":"array","readonly":false,"of":'.repeat(100_000)}{"kind":"string"}${"}".repeat(100_000)}`;
    const lock = `{"generator":"mqant-gen","format":1,"modules":[],"pushes":[{"topic":"a","body":${deep}}],"types":[]}`;
    assert.match(errorOf(lock), /it is nested too deep/);
  });
});

suite("allowances", (test) => {
  const allow = [{ change: "MQ3012 Chat.count(a)", reason: "nobody calls it" }];

  test("stay when the contract is locked again, in front of it", () => {
    const old = withAllowances(String(lockText(contractOf({}))), allow);
    const kept = keepAllowances(fresh, old);
    assert.equal(readLock(String(kept), "lock.json").allow, allow);
    assert.is(withAllowances(String(kept), []), written);
    assert.is(String(kept), withAllowances(written, allow));
  });

  test("stay as well where the old text is still at hand, in pieces", () => {
    const old = keepAllowances(fresh, withAllowances(written, allow)) ?? fresh;
    assert.is(String(keepAllowances(fresh, old)), withAllowances(written, allow));
    assert.is(keepAllowances(fresh, fresh), fresh);
  });

  test("are sorted", () => {
    const two = [...allow, { change: "MQ3001 Chat", reason: "moved" }];
    assert.equal(
      readLock(withAllowances(written, two), "lock.json").allow.map(({ change }) => change),
      ["MQ3001 Chat", "MQ3012 Chat.count(a)"],
    );
  });

  test("are not given up silently where the old file is damaged, which matters only if it has some", () => {
    const old = withAllowances(written, allow);
    assert.is(keepAllowances(fresh, `<<<<<<< ours\n${old}`), undefined);
    assert.is(keepAllowances(fresh, old.replace('"reason"', '"why"')), undefined);
    assert.is(keepAllowances(fresh, `<<<<<<< ours\n${written}`), fresh);
  });
});
