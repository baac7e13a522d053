import { readFileSync } from "node:fs";
import type { BaseModule } from "mqant";
import { Session } from "mqant";
import { goldenClient } from "./golden-module.ts";

/** The modules of golden cases about forms of registration, at work: their sources, and what calls give. */
export interface FormModule {
  /** The golden case. */
  name: string;
  /** The source file. */
  file: string;
  type: string;
  /** What the source exports to make one: a class or a function. Usually called like the type. */
  maker?: string;
  calls: [handler: string, args: unknown[], answer: unknown][];
}

const snapshot = {
  sessionId: "1",
  userId: "ann",
  serverId: "Gate001",
  network: "tcp",
  ip: "::1",
  settings: {},
};
// No call home is made here.
const session = new Session(snapshot, "Gate@Gate001", { invoke: () => undefined } as never);
const noon = new Date(43_200_000);
const nothing = undefined;

const rows: [
  case_: string,
  file: string,
  type: string,
  calls: FormModule["calls"],
  maker?: string,
][] = [
  [
    "form-constants",
    "adder",
    "Adder",
    [
      ["literal", [1, 2], 3],
      ["local", [1, 2], 3],
      ["total", [1, 2], 3],
      ["sum", [1, 2], 3],
    ],
  ],
  [
    "form-enum-names",
    "door",
    "Door",
    ["open", "openNot", "lock", "is.open", "is.openNot"].map((name) => [name, [], true]),
  ],
  [
    "form-static-members",
    "clock",
    "Clock",
    [
      ["now", [], new Date(0)],
      ["zone", [noon], noon.getTimezoneOffset()],
      ["myZone", [noon], noon.getTimezoneOffset()],
    ],
  ],
  [
    "form-templates",
    "shelf",
    "Shelf",
    [
      ["study.left.get", [0], "book"],
      ["study.left.get", [1], null],
      ["study.put", ["a"], nothing],
      ["study.count", [], 1],
    ],
  ],
  [
    "form-as-const",
    "radio",
    "Radio",
    [
      ["on", [], nothing],
      ["off", [], nothing],
      ["mute", [], nothing],
      ["volume", [3], 3],
    ],
  ],
  [
    "form-loops",
    "lamps",
    "Lamps",
    ["red", "green", "red0", "green1", "bright"].map((name) => [name, [true], true]),
  ],
  [
    "form-entries",
    "desk",
    "Desk",
    [
      ["count", [], 1],
      ["count2", [], 1],
      ["title", ["a"], "a"],
      ["push", [1], true],
      ["pull", ["b"], ["b"]],
    ],
  ],
  [
    "form-spread",
    "mixer",
    "Mixer",
    [
      ["stir", [], "stirred"],
      ["first", [], "stirred"],
      ["pour", [1], 1],
      ["again", [2], 2],
      ["last", [3], 3],
      ["shake", [1], nothing],
    ],
  ],
  [
    "form-helper-methods",
    "pump",
    "Pump",
    [
      ["pump.start", [1], nothing],
      ["pump.stop", [], true],
    ],
  ],
  [
    "form-helper-functions",
    "horse",
    "Horse",
    [
      ["ping", ["a"], "a"],
      ["pong", ["b"], "b"],
      ["age", [noon], noon.getTime()],
    ],
  ],
  [
    "form-base-class",
    "apples",
    "Apples",
    [
      ["count", [], 0],
      ["Apples.name", [], "apple"],
    ],
  ],
  [
    "form-base-class",
    "apples",
    "Pears",
    [
      ["count", ["abc"], 3],
      ["Pears.name", [], "pear"],
    ],
  ],
  [
    "form-generic-base",
    "users",
    "Users",
    [
      ["user.get", ["ann"], { name: "ann" }],
      ["user.put", [{ name: "bob" }], ["bob"]],
      ["user.all", [], []],
    ],
  ],
  [
    "form-generic-base",
    "users",
    "Marks",
    [
      ["mark.get", [2], 6],
      ["mark.put", [5], [5]],
      ["mark.all", [], []],
    ],
  ],
  ["form-mixin", "host", "Host", [["greet", ["Ann"], "Hello Ann"]]],
  ["form-mixin", "host", "Guest", [["greet", ["Ann", true], "ANN"]]],
  [
    "form-arrow-properties",
    "kettle",
    "Kettle",
    [
      ["boil", [2], { minutes: 8 }],
      ["cool", [], nothing],
    ],
  ],
  [
    "form-inline-arrows",
    "dice",
    "Dice",
    [
      ["roll", [], 6],
      ["HD_roll", [session, { sides: 3 }], [3]],
      ["names", ["a", "b"], ["a", "b"]],
    ],
  ],
  [
    "form-bound",
    "bell",
    "Bell",
    [
      ["ring", [], nothing],
      ["twice", ["c"], "cc"],
      ["chime", [["c", "d"]], 2],
    ],
  ],
  [
    "form-imported-functions",
    "abacus",
    "Abacus",
    [
      ["double", [2], 4],
      ["again", [3], 6],
      ["half", [0], null],
      ["sign", [-2], -1],
      ["path", ["/a/b.ts", ".ts"], "b"],
    ],
  ],
  [
    "form-wrapped",
    "vault",
    "Vault",
    [
      ["HD_open", [session, { digits: "1234" }], true],
      ["count", [], 1n],
      ["sum", [1], 2],
    ],
  ],
  [
    "form-wrapped-by-helper",
    "post",
    "Post",
    [
      ["send", ["ann", "a"], new Date(4)],
      ["count", [], 1],
      ["weigh", [30], false],
    ],
  ],
  [
    "form-optional-chaining",
    "gauge",
    "Gauge",
    [
      ["read", [], 1],
      ["write", [1], nothing],
      ["reset", [1], nothing],
    ],
  ],
  [
    "form-conditional",
    "heater",
    "Heater",
    [
      ["heat", [20], 20],
      ["cool", [], nothing],
      ["HD_heat", [session, 21], 21],
      ["HD_cool", [session], nothing],
    ],
  ],
  [
    "form-alternatives",
    "cache",
    "Cache",
    [
      ["get", ["a"], "a"],
      ["drop", ["b"], "b"],
    ],
  ],
  ["form-factories", "factories", "Plain", [["plain", [1], 1]], "Module"],
  ["form-factories", "factories", "Local", [["below", [-1], true]], "makeLocal"],
  ["form-factories", "factories", "Nameless", [["whoAmI", [], null]], "makeNameless"],
  [
    "form-rpc-tags",
    "tags",
    "Tagged",
    [
      ["next", [1], 2],
      ["HD_next", [session, 2], 3],
    ],
  ],
  [
    "form-object-methods",
    "table",
    "Table",
    [
      ["lay", [2], ["plate", "plate"]],
      ["clear", [], nothing],
      ["wipe", [true], 2],
    ],
  ],
];

export const formModules: readonly FormModule[] = rows.map(([name, file, type, calls, maker]) => ({
  name,
  file,
  type,
  calls,
  ...(maker === undefined ? {} : { maker }),
}));

/** Makes the module from its source. */
export async function makeModule({
  name,
  file,
  type,
  maker = type,
}: FormModule): Promise<BaseModule> {
  const url = new URL(`../../golden/${name}/source/${file}.ts`, import.meta.url);
  const exports = (await import(url.href)) as Readonly<Record<string, unknown>>; // a module's exports
  const made = exports[maker];
  if (maker !== type) return (made as (limit: number) => BaseModule)(0); // the golden case's functions
  return new (made as new () => BaseModule)(); // the golden case's class
}

/** Calls a handler through the generated client. */
export async function callForm(
  caller: BaseModule,
  { name, type }: FormModule,
  handler: string,
  args: unknown[],
): Promise<unknown> {
  const Client = await goldenClient<string>(name, type.toLowerCase());
  return await new Client(caller)[handler]?.(...args);
}

/** The names of all handlers in the contract that the generator wrote for a module. */
export function contractHandlers({ name, type }: FormModule): string[] {
  const url = new URL(`../../golden/${name}/expected/mqant.lock.json`, import.meta.url);
  // The generator's own file.
  const lock = JSON.parse(readFileSync(url, "utf8")) as {
    modules: { type: string; handlers: { name: string }[] }[];
  };
  return (lock.modules.find((module) => module.type === type)?.handlers ?? []).map(
    (handler) => handler.name,
  );
}
