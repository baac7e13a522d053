import fs from "node:fs";
import * as assert from "uvu/assert";
import { suite } from "../support/suite.ts";
import { GeneratedProject, twoModules } from "./generated-project.ts";

const chat = twoModules["src/chat.ts"];

interface Damage {
  title: string;
  done: (project: GeneratedProject) => void;
  exitCode: 1 | 2;
  places: string[];
  message: RegExp;
  hint: RegExp;
}

/** Something wrong with one file's text. */
function text(
  title: string,
  [file, content]: [file: string, content: string],
  rest: Pick<Damage, "exitCode" | "message" | "hint"> & { place?: string },
): Damage {
  const { place = `${rest.exitCode === 2 ? "MQ1060" : "MQ1090"} ${file}:1:1`, ...said } = rest;
  return {
    title,
    done: (project) => project.write({ [file]: content }),
    places: [place],
    ...said,
  };
}

const parse = { exitCode: 1, hint: /^correct it; until then nothing is generated/ } as const;
const config = { exitCode: 2, hint: /^correct it: the compiler .* says the same/ } as const;
const modules = {
  exitCode: 1,
  place: "MQ1001 tsconfig.json:1:1",
  message: /no module class was found/,
  hint: /does this tsconfig include the modules/,
} as const;

const damages: Damage[] = [
  text(
    "a bracket that is missing in a module",
    ["src/chat.ts", chat.replace("count);", "count;")],
    {
      ...parse,
      place: "MQ1090 src/chat.ts:5:43",
      message: /can't be parsed: '\)' expected/,
    },
  ),
  text("a text without end before a handler", ["src/chat.ts", chat.replace(`"count"`, `"count`)], {
    ...parse,
    place: "MQ1090 src/chat.ts:5:44",
    message: /Unterminated string literal/,
  }),
  text("a syntax error in a file without modules", ["src/other.ts", "export const = 1;"], {
    ...parse,
    place: "MQ1090 src/other.ts:1:14",
    message: /can't be parsed/,
  }),
  text("what a merge left behind", ["src/chat.ts", `<<<<<<< HEAD\n${chat}=======\n>>>>>>> b\n`], {
    ...parse,
    message: /Merge conflict marker/,
  }),
  text(
    "text in UTF-16 without its mark",
    ["src/chat.ts", Buffer.from(chat, "utf16le").toString("latin1")],
    {
      exitCode: 1,
      place: "MQ1090 src/chat.ts:1:2",
      message: /can't be parsed/,
      hint: /^is it text in UTF-8\?/,
    },
  ),
  {
    title: "bytes that are no text",
    done: (project) =>
      fs.writeFileSync(project.file("src/chat.ts"), Buffer.from([0x89, 0x50, 0xff, 0, 0x1a])),
    exitCode: 1,
    places: ["MQ1090 src/chat.ts:1:1"],
    message: /can't be parsed/,
    hint: /^is it text in UTF-8\?/,
  },
  text("a signature that can't be resolved", ["src/chat.ts", chat.replace("string", "Gone")], {
    exitCode: 1,
    place: "MQ1051 src/chat.ts:7:34",
    message: /Chat\.count\(room\) mentions Gone/,
    hint: /is its import right/,
  }),
  text(
    "a type that is its own alias",
    ["src/chat.ts", `${chat.replace("string", "A")}type A = A;`],
    {
      exitCode: 1,
      place: "MQ1051 src/chat.ts:7:34",
      message:
        /mentions A, which the compiler refuses: Type alias 'A' circularly references itself/,
      hint: /./,
    },
  ),
  {
    title: "constants that import each other in a circle",
    done: (project) =>
      project.write({
        "src/a.ts": `import { B } from "./b.ts"; export const A: string = B;`,
        "src/b.ts": `import { A } from "./a.ts"; export const B: string = A;`,
        "src/chat.ts": `import { A } from "./a.ts"; ${chat.replace(`"count"`, "A")}`,
      }),
    exitCode: 1,
    places: ["MQ1010 src/chat.ts:5:24"],
    message: /the handler's name `A` is not known/,
    hint: /use a literal or a constant/,
  },
  {
    title: "code that is nested deeper than compilers go",
    done: (project) =>
      project.write({
        "src/deep.ts": `export const x = ${"[".repeat(30_000)}${"]".repeat(30_000)};`,
      }),
    exitCode: 2,
    places: ["MQ1063 src/deep.ts:1:1"],
    message: /can't be read: its code is nested too deep/,
    hint: /exclude it in the tsconfig/,
  },
  {
    title: "a sum of more parts than compilers add",
    done: (project) =>
      project.write({
        "src/chat.ts": chat.replace(`"count"`, Array<string>(60_000).fill(`"x"`).join("+")),
      }),
    exitCode: 2,
    places: ["MQ1063 src/chat.ts:1:1"],
    message: /nested too deep/,
    hint: /exclude it in the tsconfig/,
  },
  {
    title: "a tsconfig that is missing",
    done: (project) => fs.rmSync(project.file("tsconfig.json")),
    exitCode: 2,
    places: ["MQ1060 tsconfig.json:1:1"],
    message: /there is no tsconfig\.json/,
    hint: /--project/,
  },
  text("a tsconfig that breaks off", ["tsconfig.json", `{ "include": [`], {
    ...config,
    place: "MQ1060 tsconfig.json:1:15",
    message: /can't be used: '\]' expected/,
  }),
  text("a tsconfig that is a list", ["tsconfig.json", "[]"], { ...config, message: /an object/ }),
  text("a tsconfig that includes no list", ["tsconfig.json", `{ "include": "src" }`], {
    ...config,
    place: "MQ1060 tsconfig.json:1:14",
    message: /'include' requires a value of type Array/,
  }),
  text(
    "a tsconfig that refers to nothing",
    ["tsconfig.json", `{ "references": [{ "path": "x" }] }`],
    {
      exitCode: 2,
      message: /refers to .*x, which has no tsconfig/,
      hint: /under references/,
    },
  ),
  text(
    "a tsconfig that lists a file that is not there",
    ["tsconfig.json", `{ "files": ["src/chat.ts", "src/gone.ts"] }`],
    {
      exitCode: 2,
      place: "MQ1063 src/gone.ts:1:1",
      message: /belongs to the project and is not there/,
      hint: /listed under files/,
    },
  ),
  {
    title: "a project without a file",
    done: (project) => Object.keys(twoModules).forEach((name) => fs.rmSync(project.file(name))),
    exitCode: 2,
    places: ["MQ1060 tsconfig.json:1:1"],
    message: /No inputs were found/,
    hint: /--project/,
  },
  {
    title: "a project of empty files",
    done: (project) => project.write({ "src/chat.ts": "", "src/login.ts": "" }),
    ...modules,
    places: [modules.place],
  },
  {
    title: "a project without modules",
    done: (project) =>
      project.write({ "src/chat.ts": "export class Chat {}", "src/login.ts": "export {};" }),
    ...modules,
    places: [modules.place],
  },
];

suite("bad sources leave the output as it is", (test) => {
  for (const { title, done, exitCode, places, message, hint } of damages) {
    test(title, async () => {
      using project = await GeneratedProject.with();
      done(project);
      const said = await project.fails();
      assert.equal(said.places, places);
      assert.match(said.messages, message);
      assert.match(said.hints, hint);
      assert.is(said.exitCode, exitCode);
    });
  }

  test("all files with syntax errors are told, each with its first", async () => {
    using project = await GeneratedProject.with();
    project.write({ "src/chat.ts": chat.replaceAll(");", ";"), "src/other.ts": "}" });
    assert.equal((await project.fails()).places, [
      "MQ1090 src/chat.ts:4:95",
      "MQ1090 src/other.ts:1:1",
    ]);
  });
});

suite("odd sources give the same output", (test) => {
  const same: [title: string, done: (project: GeneratedProject) => void][] = [
    [
      "type errors everywhere but in signatures",
      (project) =>
        project.write({
          "src/chat.ts": chat.replace("return room.length", "missing(); return room as Gone"),
          "src/other.ts": `import { x } from "./nowhere.ts"; export const y: string = x + 1 + z;`,
        }),
    ],
    ["a byte order mark", (project) => project.write({ "src/chat.ts": `\uFEFF${chat}` })],
    [
      "lines that end as on Windows",
      (project) => project.write({ "src/chat.ts": chat.replaceAll("\n", "\r\n") }),
    ],
    [
      "UTF-16 with its mark",
      (project) => fs.writeFileSync(project.file("src/chat.ts"), `\uFEFF${chat}`, "utf16le"),
    ],
    [
      "modules that import each other",
      (project) =>
        project.write({
          "src/chat.ts": `${chat}import "./login.ts";`,
          "src/login.ts": `${twoModules["src/login.ts"]}export * from "./chat.ts";`,
        }),
    ],
    [
      "classes that extend each other",
      (project) =>
        project.write({
          "src/a.ts": `import { B } from "./b.ts"; export class A extends B {}`,
          "src/b.ts": `import { A } from "./a.ts"; export class B extends A {}`,
        }),
    ],
    [
      "a source of a million characters",
      (project) => {
        const lines = Array.from(
          { length: 20_000 },
          (_, n) => `export const v${n} = { value: [${n}, "text"] };`,
        );
        project.write({ "src/huge.ts": lines.join("\n") });
      },
    ],
    [
      "links that lead round in circles, or nowhere",
      (project) => {
        fs.symlinkSync("self.ts", project.file("src/self.ts"));
        fs.symlinkSync("..", project.file("src/around"));
        fs.symlinkSync("nowhere.ts", project.file("src/dangling.ts"));
      },
    ],
    [
      "a package.json that breaks off, here and in typescript",
      (project) =>
        project.write({
          "package.json": "{",
          "node_modules/typescript/package.json": `{ "version":`,
        }),
    ],
  ];
  for (const [title, done] of same) {
    test(title, async () => {
      using project = await GeneratedProject.with();
      done(project);
      assert.equal((await project.fails()).places, []);
    });
  }

  test("sources that use what was never generated yet", async () => {
    using project = await GeneratedProject.with();
    const output = project.output();
    fs.rmSync(project.file("src/generated"), { recursive: true });
    fs.rmSync(project.file("mqant.lock.json"));
    project.write({
      "src/main.ts": `import { ChatClient } from "./generated/chat.client.ts";
import { schemas } from "./generated/schemas.ts";
export const count = (caller: never): Promise<number> => new ChatClient(caller).count("lobby");
void schemas;`,
    });
    assert.equal((await project.run()).places, []);
    assert.equal(project.output(), output);
  });
});
