import * as assert from "uvu/assert";
import { addHandler, CannotEdit, type NewHandler } from "../../../generator/edit/add-handler.ts";
import { newHandler } from "../../../generator/edit/new-handler.ts";
import { suite } from "../../support/suite.ts";

const whisper = wanted("HD_Whisper");

function wanted(name: string, { serial = false, client = false } = {}): NewHandler {
  const handler = newHandler(name, { serial, client });
  if (handler === undefined) throw new Error(`${name} is no name`);
  return handler;
}

/** The text with the handler in its first class. */
function added(text: string, handler: NewHandler): string {
  const at = text.indexOf("class ") + "class ".length;
  const lines = text.slice(0, at).split("\n");
  const [line, column] = [lines.length, (lines.at(-1) ?? "").length + 1];
  return addHandler(
    "chat.ts",
    text,
    { file: "chat.ts", line, column, endLine: line, endColumn: column },
    handler,
  );
}

/** The lines that one text has and the other does not, if that is all that differs. */
function addedLines(before: string, after: string): string[] {
  const old = before.split("\n");
  let next = 0;
  const found = after.split("\n").filter((line) => {
    if (line !== old[next]) return true;
    next++;
    return false;
  });
  assert.is(next, old.length, `something else was changed:\n${after}`);
  return found;
}

const chat = `import { BaseModule, type App, type ModuleSettings, type Session } from "mqant";

/** Rooms. */
export class Chat extends BaseModule {
  override getType() { return "Chat"; }   // odd   spacing stays

  override async onInit(app: App, settings: ModuleSettings) {
    await super.onInit(app, settings);
    this.server.registerGO("HD_Say", this.say); // for clients
    await this.load( );
  }

  private say(session: Session) { return session.userId }

  /* loads */ private async load() {} // the end
}

export const last = 1
`;

suite("adding a handler", (test) => {
  test("puts types, registration and method where they belong, and changes nothing else", () => {
    assert.is(
      added(chat, whisper),
      chat
        .replace(
          "/** Rooms. */",
          `/** What clients send with HD_Whisper. */
export interface WhisperReq {
  text: string;
}

/** What HD_Whisper answers. */
export interface WhisperReply {
  text: string;
}

/** Rooms. */`,
        )
        .replace(
          "this.say); // for clients\n",
          `this.say); // for clients
    this.server.registerGO("HD_Whisper", this.whisper);
`,
        )
        .replace(
          "// the end\n",
          `// the end

  /** Handles HD_Whisper. */
  private async whisper(session: Session, msg: WhisperReq): Promise<WhisperReply> {
    return { text: \`\${session.userId}: \${msg.text}\` };
  }
`,
        ),
    );
  });

  test("registers what is called one after the other, and what only modules call", () => {
    const lines = addedLines(chat, added(chat, wanted("settle", { serial: true })));
    assert.ok(lines.includes(`    this.server.register("settle", this.settle);`));
    assert.ok(lines.includes(`  private async settle(msg: SettleReq): Promise<SettleReply> {`));
    assert.equal(wanted("settle", { client: true }).name, "HD_settle");
  });

  test("writes like the file: tabs, single quotes, no semicolons, CRLF", () => {
    const text = `import { BaseModule } from 'mqant'\r\n\r\nexport class Chat extends BaseModule {\r\n\tgetType() {\r\n\t\treturn 'Chat'\r\n\t}\r\n}\r\n`;
    const result = added(text, whisper);
    assert.not.match(result, /[^\r]\n/);
    assert.not.match(result, /;\r\n/);
    assert.match(
      result,
      "import { BaseModule, type App, type ModuleSettings, type Session } from 'mqant'\r\n",
    );
    assert.match(result, "\r\n\tgetType() {\r\n\t\treturn 'Chat'\r\n\t}\r\n");
    assert.match(result, "\r\n\t\tthis.server.registerGO('HD_Whisper', this.whisper)\r\n");
  });

  test("brings an onInit where the class has none", () => {
    const text = `import { BaseModule } from "mqant";

export class Chat extends BaseModule {}
`;
    assert.match(
      added(text, wanted("count")),
      `export class Chat extends BaseModule {
  override async onInit(app: App, settings: ModuleSettings): Promise<void> {
    await super.onInit(app, settings);
    this.server.registerGO("count", this.count);
  }

  /** Handles count. */
  private async count(msg: CountReq): Promise<CountReply> {
    return { text: msg.text };
  }
}
`,
    );
  });

  test("finds a place in an onInit that is empty, and in classes that constants hold", () => {
    const text = `const Chat = class Inner extends BaseModule {
  override async onInit(app: App, settings: ModuleSettings) {}
};
`;
    const result = added(text, wanted("count"));
    assert.match(
      result,
      `settings: ModuleSettings) {\n    this.server.registerGO("count", this.count);\n  }\n`,
    );
    assert.match(result, /^\/\*\* What callers send with count\. \*\/\nexport interface CountReq/);
  });

  test("imports on lines of their own where the file does", () => {
    const text = `import {
  BaseModule,
  type App,
  type ModuleSettings,
} from "mqant";
class Chat extends BaseModule {
}
`;
    assert.match(
      added(text, whisper),
      "  type App,\n  type ModuleSettings,\n  type Session,\n} from",
    );
    const typed = `import { BaseModule } from "mqant";
import type { App, ModuleSettings } from "mqant";
class Chat extends BaseModule {
}
`;
    assert.match(added(typed, whisper), "import type { App, ModuleSettings } from");
    const foreign = `import { Base } from "./base.ts";
class Chat extends Base {
}
`;
    assert.match(
      added(foreign, whisper),
      `"./base.ts";\nimport type { App, ModuleSettings, Session } from "mqant";\n`,
    );
  });

  test("refuses what the class or the file has already", () => {
    assert.throws(() => added(chat, wanted("load")), /has a member load already/);
    const typed = `${chat}export interface WhisperReply {}\n`;
    assert.throws(() => added(typed, whisper), /has a type WhisperReply already/);
    const elsewhere = { file: "chat.ts", line: 1, column: 1, endLine: 1, endColumn: 1 };
    assert.throws(
      () => addHandler("chat.ts", chat, elsewhere, whisper),
      (error: unknown) => error instanceof CannotEdit,
    );
    assert.is(newHandler("HD_a/b", { serial: false, client: false }), undefined);
  });
});
