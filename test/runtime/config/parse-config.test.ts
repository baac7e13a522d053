import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import * as assert from "uvu/assert";
import { parseConfig } from "../../../runtime/config/parse-config.ts";
import { suite } from "../../support/suite.ts";
import { configError } from "./config-errors.ts";

const THIS_FILE = fileURLToPath(import.meta.url);

suite("parse a configuration", (test) => {
  test("an mqant server.conf loads as it is, with comments and all", () => {
    const config = parseConfig(mqantConf(), "server.conf");

    assert.is(config.file, "server.conf");
    assert.equal(
      config.modules.map(({ id, type, processId }) => [id, type, processId]),
      [
        ["Chat001", "Chat", "development"],
        ["Gate001", "Gate", "development"],
        ["Hitball001", "Hitball", "development"],
        ["Login001", "Login", "development"],
        ["Login002", "Login", "login"],
        ["Master001", "Master", "development"],
        ["Test001", "Test", "test"],
      ],
    );
    assert.equal(config.mqtt, { writeLoopChanNum: 10, readTimeout: 600, writeTimeout: 300 });
    assert.is(config.rabbitmq, undefined);
  });

  test("settings of a module arrive as they were written", () => {
    const gate = parseConfig(mqantConf(), "server.conf").modules.find(({ id }) => id === "Gate001");
    assert.equal(gate?.settings, {
      WSAddr: ":3653",
      TCPAddr: ":3563",
      MaxMsgLen: 4096,
      HTTPTimeout: 10,
      MaxConnNum: 20000,
      Tls: false,
      CertFile: "",
      KeyFile: "",
      MinHBStorage: 60,
    });
  });

  test("the Rabbitmq block of a module arrives in lower camel case", () => {
    const login = parseConfig(mqantConf(), "server.conf").modules.find(
      ({ id }) => id === "Login001",
    );
    assert.equal(login?.rabbitmq, {
      uri: "amqp://guest:guest@127.0.0.1:5672/",
      exchange: "mqant",
      exchangeType: "direct",
      queue: "Login001",
      bindingKey: "Login001",
      consumerTag: "Login001",
    });
  });

  test("keys of mqant that have no effect here are named with their places, in order", () => {
    assert.equal(parseConfig(mqantConf(), "server.conf").warnings, [
      "server.conf:3:5: Log has no effect: the log directory is given by --log",
      "server.conf:31:17: Module.Master[0].Host has no effect: a process runs on the machine where it is started",
      "server.conf:38:17: Module.Login[0].Host has no effect: a process runs on the machine where it is started",
      "server.conf:78:9: Mqtt.ReadPackLoop has no effect: packets are not queued after they are read",
      "server.conf:84:5: Master has no effect: there is no master module",
      "server.conf:95:5: Settings has no effect: give settings to the modules that need them",
    ]);
  });

  test("a warning never repeats what the key holds", () => {
    const { warnings } = parseConfig(mqantConf(), "server.conf");
    assert.not.ok(warnings.some((warning) => warning.includes("s3cret")));
  });

  test("a file without warnings has none", () => {
    assert.equal(parseConfig('{"Module":{}}', "server.json").warnings, []);
  });

  test("a byte order mark, block comments and trailing commas are fine", () => {
    const text =
      '\uFEFF/* one\n module */ {"Module": {"Chat": [{"Id": "C", "ProcessID": "p",},],},}';
    assert.equal(
      parseConfig(text, "server.json").modules.map(({ id }) => id),
      ["C"],
    );
  });

  test("the byte order mark does not move columns", () => {
    const [problem] = configError(() => parseConfig('\uFEFF{"Modul":{}}', "f")).problems.slice(-1);
    assert.equal([problem?.line, problem?.column], [1, 2]);
  });

  test("the top-level Rabbitmq block turns up with its URI, password included", () => {
    const own = `"Heartbeat":5,"CaFile":${JSON.stringify(THIS_FILE)}`;
    const text = `{"Module":{},"Rabbitmq":{"Uri":"amqps://user:pa%40ss@broker/vhost",${own}}}`;
    assert.equal(parseConfig(text, "f").rabbitmq, {
      uri: "amqps://user:pa%40ss@broker/vhost",
      heartbeatSeconds: 5,
      caFile: THIS_FILE,
      certFile: undefined,
      keyFile: undefined,
    });
  });

  test("optional blocks may be null, as mqant takes them", () => {
    const text =
      '{"Module":{"Chat":[{"Id":"C","ProcessID":"p","Settings":null,"Rabbitmq":null}]},"Mqtt":null,"Rabbitmq":null}';
    const config = parseConfig(text, "f");
    assert.equal(config.modules, [{ id: "C", type: "Chat", processId: "p", settings: {} }]);
    assert.is(config.rabbitmq, undefined);
  });

  test("a Rabbitmq block without ExchangeType and ConsumerTag gets mqant's usual ones", () => {
    const text =
      '{"Module":{"Chat":[{"Id":"C","ProcessID":"p","Rabbitmq":{"Uri":"amqp://h","Exchange":"e","Queue":"q","BindingKey":"k"}}]}}';
    const [chat] = parseConfig(text, "f").modules;
    assert.is(chat?.rabbitmq?.exchangeType, "direct");
    assert.is(chat?.rabbitmq?.consumerTag, "");
  });

  test("ids of mqant's first versions, with colons and dots, are names", () => {
    const text = '{"Module":{"Gate":[{"Id":"127.0.0.1:Gate","ProcessID":"development"}]}}';
    assert.is(parseConfig(text, "f").modules[0]?.id, "127.0.0.1:Gate");
  });

  test("one type runs in many processes, one process runs many types", () => {
    const text = `{"Module":{
      "Chat":[{"Id":"C1","ProcessID":"a"},{"Id":"C2","ProcessID":"b"}],
      "Login":[{"Id":"L1","ProcessID":"a"}]
    }}`;
    assert.is(parseConfig(text, "f").modules.length, 3);
  });

  test("modules are sorted by code unit, whatever the locale", () => {
    const entries = ["b", "B", "ä", "a", "Z"].map((id) => ({ Id: id, ProcessID: `p${id}` }));
    const config = parseConfig(JSON.stringify({ Module: { Chat: entries } }), "f");
    assert.equal(
      config.modules.map(({ id }) => id),
      ["B", "Z", "a", "b", "ä"],
    );
  });

  test("keys named like members of Object.prototype are keys like others", () => {
    const text =
      '{"Module":{"constructor":[{"Id":"toString","ProcessID":"p","Settings":{"hasOwnProperty":1,"prototype":{"x":2}}}]}}';
    const [module] = parseConfig(text, "f").modules;
    assert.is(module?.type, "constructor");
    assert.equal(module?.settings, { hasOwnProperty: 1, prototype: { x: 2 } });
  });

  test("__proto__ is refused at any depth and pollutes nothing", () => {
    const text =
      '{"Module":{"Chat":[{"Id":"C","ProcessID":"p","Settings":{"deep":{"__proto__":{"polluted":true}}}}]}}';
    const [problem] = configError(() => parseConfig(text, "f")).problems;
    assert.is(problem?.path, "Module.Chat[0].Settings.deep.__proto__");
    assert.is(Reflect.get({}, "polluted"), undefined);
  });

  test("a missing comma does not hide what else is wrong", () => {
    const { problems } = configError(() => parseConfig('{"Module":{}\n"Mqt":{}}', "f"));
    assert.equal(
      problems.map(({ line, path, message }) => [line, path, message]),
      [
        [2, "Mqt", "expected a comma, found a text"],
        [2, "Mqt", 'unknown key; did you mean "Mqtt"?'],
      ],
    );
  });

  test("10,000 open brackets are refused at once, at the first one too many", () => {
    for (const text of ["[".repeat(10_000), '{"a":'.repeat(10_000)]) {
      const { problems } = configError(() => parseConfig(text, "f"));
      assert.is(problems.length, 1);
      assert.is(
        problems[0]?.message,
        "expected at most 100 levels of brackets, found more than 100",
      );
    }
  });

  // What takes quadratic time would take minutes here, and the time limit of a test is shorter.
  test("a megabyte of unknown keys is told soon, and its message stays short", () => {
    const keys = Array.from({ length: 60_000 }, (_, index) => `"k${index}":1`);
    const error = configError(() => parseConfig(`{"Module":{},${keys.join(",")}}`, "f"));
    assert.is(error.problems.length, 60_000);
    assert.ok(error.message.length < 2000);
    assert.match(error.message, /^60000 problems in f:/u);
    assert.match(error.message, /… and 59980 more$/u);
  });

  test("a megabyte without any structure is told soon", () => {
    for (const unit of ["x ", '"', "'", "}", ",", "/*", "\\", "\u0001"]) {
      configError(() => parseConfig(unit.repeat(500_000 / unit.length), "f"));
    }
  });

  test("more than a megabyte is refused without being parsed", () => {
    const error = configError(() => parseConfig(`{"Module":{}}${" ".repeat(1024 * 1024)}`, "big"));
    assert.is(error.message, "big: expected at most 1048576 bytes, found more");
  });
});

function mqantConf(): string {
  return readFileSync(new URL("mqant-server.conf", import.meta.url), "utf8");
}
