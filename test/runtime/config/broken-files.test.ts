import * as assert from "uvu/assert";
import { parseConfig } from "../../../runtime/config/parse-config.ts";
import { suite } from "../../support/suite.ts";
import { configError } from "./config-errors.ts";

/** A broken file and every line that must be said about it: `line:column path: message`. */
interface Case {
  readonly what: string;
  readonly text: string;
  readonly problems: readonly string[];
}

/** A whole file around the entries of `Module.Chat`. */
function chat(...entries: string[]): string {
  return `{"Module":{"Chat":[${entries.join(",")}]}}`;
}

const NAME_RULE = "a name without / + # @, spaces and control characters";
const TYPE_RULE = `a module type of 1 to 60 characters without / + # @, spaces and control characters`;
const URI_RULE = "a URI such as amqp://user:password@host:5672/vhost";

const CASES: readonly Case[] = [
  { what: "an empty file", text: "", problems: ["1:1 : expected an object, found an empty file"] },
  {
    what: "nothing but a comment",
    text: "// later",
    problems: ["1:1 : expected an object, found an empty file"],
  },
  { what: "a list", text: "[1]", problems: ["1:1 : expected an object, found a list"] },
  { what: "a text", text: '"x"', problems: ['1:1 : expected an object, found "x"'] },
  {
    what: "no Module",
    text: "{}",
    problems: ["1:1 Module: expected an object, found nothing"],
  },
  {
    what: "a Module in lower case",
    text: '{\n  "module": {}\n}',
    problems: [
      "1:1 Module: expected an object, found nothing",
      '2:3 module: unknown key; did you mean "Module"?',
    ],
  },
  {
    what: "a key that resembles nothing",
    text: '{"Module":{},\n "Database":{}}',
    problems: ["2:2 Database: unknown key"],
  },
  {
    what: "one entry where a list belongs",
    text: '{"Module":{"Chat":{"Id":"C"}}}',
    problems: ["1:19 Module.Chat: expected a list, found an object"],
  },
  {
    what: "an entry without Id",
    text: chat('{"ProcessID":"p"}'),
    problems: ["1:20 Module.Chat[0].Id: expected a text, found nothing"],
  },
  {
    what: "an entry without ProcessID",
    text: chat('{"Id":"C"}'),
    problems: ["1:20 Module.Chat[0].ProcessID: expected a text, found nothing"],
  },
  {
    what: "an empty ProcessID",
    text: chat('{"Id":"C","ProcessID":""}'),
    problems: ['1:42 Module.Chat[0].ProcessID: expected a text that is not empty, found ""'],
  },
  {
    what: "numbers for names",
    text: chat('{"Id":1,"ProcessID":2}'),
    problems: [
      "1:26 Module.Chat[0].Id: expected a text, found 1",
      "1:40 Module.Chat[0].ProcessID: expected a text, found 2",
    ],
  },
  {
    what: "an Id with a topic separator",
    text: chat('{"Id":"Chat/1","ProcessID":"p"}'),
    problems: [`1:26 Module.Chat[0].Id: expected ${NAME_RULE}, found "Chat/1"`],
  },
  {
    what: "an Id with @",
    text: chat('{"Id":"Chat@1","ProcessID":"p"}'),
    problems: [`1:26 Module.Chat[0].Id: expected ${NAME_RULE}, found "Chat@1"`],
  },
  {
    what: "an Id with a zero character",
    text: chat('{"Id":"C\\u0000","ProcessID":"p"}'),
    problems: [`1:26 Module.Chat[0].Id: expected ${NAME_RULE}, found "C\\u0000"`],
  },
  {
    what: "an Id that is too long for a queue name",
    text: chat(`{"Id":"${"x".repeat(61)}","ProcessID":"p"}`),
    problems: [
      `1:26 Module.Chat[0].Id: expected a text of at most 60 characters, found "${"x".repeat(60)}…"`,
    ],
  },
  {
    what: "a ProcessID with a space",
    text: chat('{"Id":"C","ProcessID":"a b"}'),
    problems: [
      '1:42 Module.Chat[0].ProcessID: expected a name without spaces and control characters, found "a b"',
    ],
  },
  {
    what: "a module type with a wildcard",
    text: '{"Module":{"Chat#":[]}}',
    problems: [`1:12 Module["Chat#"]: expected ${TYPE_RULE}, found "Chat#"`],
  },
  {
    what: "one Id for two modules",
    text: '{"Module":{\n"Chat":[{"Id":"X","ProcessID":"a"}],\n"Login":[{"Id":"X","ProcessID":"a"}]}}',
    problems: [
      '3:16 Module.Login[0].Id: expected an id of its own, found "X", as Module.Chat[0].Id has',
    ],
  },
  {
    what: "one type twice in a process",
    text: chat('{"Id":"A","ProcessID":"p"}', '{"Id":"B","ProcessID":"p"}'),
    problems: [
      '1:69 Module.Chat[1].ProcessID: expected one Chat for each process, found "p", as Module.Chat[0].ProcessID has',
    ],
  },
  {
    what: "misspelt keys of an entry",
    text: chat('{"ID":"A","ProcessId":"p"}'),
    problems: [
      "1:20 Module.Chat[0].Id: expected a text, found nothing",
      "1:20 Module.Chat[0].ProcessID: expected a text, found nothing",
      '1:21 Module.Chat[0].ID: unknown key; did you mean "Id"?',
      '1:30 Module.Chat[0].ProcessId: unknown key; did you mean "ProcessID"?',
    ],
  },
  {
    what: "settings that are a list",
    text: chat('{"Id":"C","ProcessID":"p","Settings":[]}'),
    problems: ["1:57 Module.Chat[0].Settings: expected an object, found an empty list"],
  },
  {
    what: "an entry that is null",
    text: chat("null"),
    problems: ["1:20 Module.Chat[0]: expected an object, found null"],
  },
  {
    what: "a negative timeout",
    text: '{"Module":{},"Mqtt":{"ReadTimeout":-1}}',
    problems: ["1:36 Mqtt.ReadTimeout: expected a number of at least 0, found -1"],
  },
  {
    what: "a fraction of a packet",
    text: '{"Module":{},"Mqtt":{"WirteLoopChanNum":1.5}}',
    problems: ["1:41 Mqtt.WirteLoopChanNum: expected a whole number, found 1.5"],
  },
  {
    what: "mqant's spelling corrected",
    text: '{"Module":{},"Mqtt":{"WriteLoopChanNum":1}}',
    problems: ['1:22 Mqtt.WriteLoopChanNum: unknown key; did you mean "WirteLoopChanNum"?'],
  },
  {
    what: "a broker without a scheme",
    text: '{"Module":{},"Rabbitmq":{"Uri":"localhost"}}',
    problems: [`1:32 Rabbitmq.Uri: expected ${URI_RULE}, found a text without ://`],
  },
  {
    what: "a broker of another kind",
    text: '{"Module":{},"Rabbitmq":{"Uri":"redis://localhost"}}',
    problems: [`1:32 Rabbitmq.Uri: expected ${URI_RULE}, found "redis://localhost"`],
  },
  {
    what: "a port out of range, and no password in the message",
    text: '{"Module":{},"Rabbitmq":{"Uri":"amqp://guest:s3cret@broker:99999/"}}',
    problems: [`1:32 Rabbitmq.Uri: expected ${URI_RULE}, found "amqp://***@broker:99999/"`],
  },
  {
    what: "a broker's certificate file that is not there, a heartbeat that is none, a misspelt key",
    text: '{"Module":{},"Rabbitmq":{"Uri":"amqps://h","CaFile":"/no/ca.pem","Heartbeat":-1,"KeyFil":"k"}}',
    problems: [
      '1:53 Rabbitmq.CaFile: expected a file that can be read, found "/no/ca.pem"',
      "1:78 Rabbitmq.Heartbeat: expected a number of at least 0, found -1",
      '1:81 Rabbitmq.KeyFil: unknown key; did you mean "KeyFile"?',
    ],
  },
  {
    what: "a Rabbitmq block with half of its keys and a made-up type",
    text: chat(
      '{"Id":"C","ProcessID":"p","Rabbitmq":{"Uri":"amqp://h","Queue":"q","ExchangeType":"round"}}',
    ),
    problems: [
      "1:57 Module.Chat[0].Rabbitmq.BindingKey: expected a text, found nothing",
      "1:57 Module.Chat[0].Rabbitmq.Exchange: expected a text, found nothing",
      '1:102 Module.Chat[0].Rabbitmq.ExchangeType: expected one of "direct", "topic", "fanout", "headers", found "round"',
    ],
  },
  {
    what: "a key twice",
    text: '{"Module":{},\n"Module":{}}',
    problems: ['2:1 Module: "Module" occurs twice, first in line 1'],
  },
  {
    what: "__proto__",
    text: '{"Module":{},"__proto__":{"a":1}}',
    problems: ["1:14 __proto__: expected a key other than __proto__, found __proto__"],
  },
  {
    what: "a missing comma",
    text: '{"Module":{\n"Chat":[]\n"Login":[]}}',
    problems: ["3:1 Module.Login: expected a comma, found a text"],
  },
  {
    what: "a missing brace at the end",
    text: '{"Module":{\n',
    problems: ["2:1 Module: expected a closing }, found the end of the file"],
  },
  {
    what: "a brace for a bracket",
    text: '{"Module":{"Chat":[{"Id":"C","ProcessID":"p"}}}',
    problems: ["1:46 Module.Chat[0]: expected a comma, found }"],
  },
  {
    what: "single quotes",
    text: "{'Module':{}}",
    problems: [
      "1:2 : expected a text in double quotes, a number, true, false or null, found a single quote",
    ],
  },
  {
    what: "a password without quotes, which is not repeated",
    text: '{"Module":{},"Master":{"SSHPassword":\n  hunter2}}',
    problems: [
      "2:3 Master.SSHPassword: expected a text in double quotes, a number, true, false or null, found a word without quotes",
    ],
  },
  {
    what: "a text that runs over its line",
    text: '{"Module":{"Chat":[{"Id":"C\n"}]}}',
    problems: [
      "1:26 Module.Chat[0].Id: expected a text that ends with a double quote in its line, found the end of the line",
      "2:1 : expected a text that ends with a double quote in its line, found the end of the line",
    ],
  },
  {
    what: "a colon forgotten",
    text: '{"Module" {}}',
    problems: ["1:11 Module: expected a colon after the key, found {"],
  },
  {
    what: "a value forgotten",
    text: '{"Module":}',
    problems: ["1:11 Module: expected a value, found }"],
  },
  {
    what: "a comment without its end",
    text: '{"Module":{}} /* and so on',
    problems: ["1:15 : expected a comment that ends with */, found the end of the file"],
  },
  {
    what: "two documents",
    text: '{"Module":{}}\n{"Module":{}}',
    problems: ["2:1 : expected nothing more, found {"],
  },
  {
    what: "an escape that JSON does not know",
    text: '{"Module":{"Chat":[{"Id":"C","ProcessID":"p","Settings":{"Path":"C:\\dir"}}]}}',
    problems: [
      '1:65 Module.Chat[0].Settings.Path: expected one of " \\ / b f n r t u after a backslash, found something else',
    ],
  },
  {
    what: "the text of another format",
    text: "Module:\n  Chat:\n    - Id: Chat001\n",
    problems: [
      "1:1 : expected a text in double quotes, a number, true, false or null, found a word without quotes",
    ],
  },
];

suite("broken configuration files", (test) => {
  for (const { what, text, problems } of CASES) {
    test(`${what}: every problem, each with its place`, () => {
      const error = configError(() => parseConfig(text, "server.json"));
      assert.equal(
        error.problems.map(
          ({ line, column, path, message }) => `${line}:${column} ${path}: ${message}`,
        ),
        problems,
      );
      assert.is(error.stack, `ConfigError: ${error.message}`);
    });
  }

  test("each problem names expected and found apart", () => {
    const { problems } = configError(() => parseConfig(chat('{"Id":7,"ProcessID":"p"}'), "s.json"));
    assert.equal(problems, [
      {
        file: "s.json",
        line: 1,
        column: 26,
        path: "Module.Chat[0].Id",
        expected: "a text",
        found: "7",
        message: "expected a text, found 7",
      },
    ]);
  });

  test("an unknown key lists the keys there are", () => {
    const [problem] = configError(() => parseConfig('{"Module":{},"X":1}', "f")).problems;
    assert.match(problem?.expected ?? "", /^one of Module, Mqtt, Rabbitmq, Master/u);
  });
});
