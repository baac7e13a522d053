import { ConfigError, parseConfig, type ModuleSettings } from "mqant";
import * as assert from "uvu/assert";
import { readGateSettings } from "../../../runtime/gate/read-gate-settings.ts";
import { parseListenAddress } from "../../../runtime/gate/listen-address.ts";
import { isOriginAllowed } from "../../../runtime/gate/origin.ts";
import { suite } from "../../support/suite.ts";

function settingsOf(settings: unknown): ModuleSettings {
  const file = { Module: { Gate: [{ Id: "Gate001", ProcessID: "p", Settings: settings }] } };
  const [gate] = parseConfig(JSON.stringify(file, undefined, 2), "server.json").modules;
  if (gate === undefined) throw new Error("the configuration has one module");
  return gate;
}

function problemsOf(settings: unknown, ownKeys: readonly string[] = []): string[] {
  try {
    readGateSettings(settingsOf(settings), ownKeys);
  } catch (error) {
    if (error instanceof ConfigError) {
      return error.problems.map(({ path, message }) => `${path}: ${message}`);
    }
    throw error;
  }
  return [];
}

suite("gate settings", (test) => {
  test("mqant's own are understood, HTTPTimeout without effect, and ours have defaults", () => {
    const settings = readGateSettings(
      settingsOf({
        WSAddr: ":3653",
        TCPAddr: "127.0.0.1:3563",
        MaxMsgLen: 4096,
        MaxConnNum: 5,
        HTTPTimeout: 10,
        Tls: false,
      }),
      [],
    );
    assert.equal(settings.wsAddress, { host: undefined, port: 3653 });
    assert.equal(settings.tcpAddress, { host: "127.0.0.1", port: 3563 });
    assert.is(settings.maxPacketBytes, 4096);
    assert.is(settings.maxConnections, 5);
    assert.is(settings.tls, undefined);
    assert.is(settings.connectTimeoutMs, 10_000);
    assert.is(settings.maxConnectBytes, 4096);
    assert.is(settings.maxUnsentBytes, 1_048_576);
    assert.is(settings.maxRequestsInFlight, 64);
    assert.is(settings.maxRequestsWaiting, 64);
    assert.is(settings.pushQos, 0);
    assert.is(settings.maxConnectionsPerIp, 0);
    assert.is(settings.maxPublishesPerSecond, 0);
    assert.is(settings.maxTopicLevels, 32);
    assert.is(settings.maxTopicAliases, 16);
    assert.is(settings.maxKeepAliveSeconds, 0);
    assert.is(settings.maxPushesInFlight, 64);
    assert.is(settings.resendAfterMs, 10_000);
    assert.is(settings.maxSubscriptions, 100);
    assert.is(settings.maxJsonDepth, 64);
    assert.equal(settings.allowedOrigins, []);
  });

  test("maxPacketBytes wins over MaxMsgLen, and without either it is 64 KiB", () => {
    const read = (settings: object) =>
      readGateSettings(settingsOf({ TCPAddr: ":0", ...settings }), []).maxPacketBytes;
    assert.is(read({ MaxMsgLen: 4096, maxPacketBytes: 100 }), 100);
    assert.is(read({}), 65_536);
  });

  const wrong: [name: string, settings: object, problems: RegExp[]][] = [
    ["no address", {}, [/Settings\.TCPAddr: .*3563.*WSAddr/u]],
    ["empty addresses", { TCPAddr: "", WSAddr: "" }, [/Settings\.TCPAddr/u]],
    [
      "an address without a port",
      { TCPAddr: "localhost" },
      [/Settings\.TCPAddr: .*":3563".*"localhost"/u],
    ],
    ["a port beyond 65535", { WSAddr: ":70000" }, [/Settings\.WSAddr: .*":70000"/u]],
    ["a number as an address", { TCPAddr: 3563 }, [/Settings\.TCPAddr: .*text.*3563/u]],
    ["a misspelt key", { TCPAddr: ":0", MaxMsgLenn: 1 }, [/Settings\.MaxMsgLenn: .*"MaxMsgLen"/u]],
    ["a key of nobody's", { TCPAddr: ":0", colour: 1 }, [/Settings\.colour: unknown key/u]],
    ["no connections", { TCPAddr: ":0", MaxConnNum: 0 }, [/Settings\.MaxConnNum: .*at least 1/u]],
    ["a fraction", { TCPAddr: ":0", MaxMsgLen: 100.5 }, [/Settings\.MaxMsgLen/u]],
    ["a timeout of 0", { TCPAddr: ":0", connectTimeoutMs: 0 }, [/Settings\.connectTimeoutMs/u]],
    ["Tls as text", { TCPAddr: ":0", Tls: "yes" }, [/Settings\.Tls: .*true or false/u]],
    [
      "Tls without files",
      { TCPAddr: ":0", Tls: true },
      [/Settings\.CertFile/u, /Settings\.KeyFile/u],
    ],
    [
      "Tls with files that are not there",
      {
        TCPAddr: ":0",
        Tls: true,
        CertFile: "/nonexistent/cert.pem",
        KeyFile: "/nonexistent/key.pem",
      },
      [/Settings\.CertFile: .*ENOENT/u],
    ],
    [
      "an origin with a path",
      { TCPAddr: ":0", allowedOrigins: ["https://a.example/x"] },
      [/allowedOrigins\[0\]/u],
    ],
    [
      "two mistakes",
      { TCPAddr: ":0", MaxConnNum: "x", maxUnsentBytes: 1 },
      [/MaxConnNum/u, /maxUnsentBytes/u],
    ],
  ];
  for (const [name, settings, expected] of wrong) {
    test(`${name}: told with the key`, () => {
      const problems = problemsOf(settings);
      assert.is(problems.length, expected.length, problems.join("\n"));
      for (const [index, pattern] of expected.entries())
        assert.match(problems[index] ?? "", pattern);
      assert.match(problems[0] ?? "", /^Module\.Gate\[0\]\.Settings\./u);
    });
  }

  test("keys of a class that extends the gate are its own business", () => {
    const settings = { TCPAddr: ":0", welcome: { text: "hello" }, welcom: 1 };
    assert.equal(problemsOf(settings, ["welcome", "welcom"]), []);
    assert.match(
      problemsOf(settings, ["welcome"]).join(),
      /welcom: unknown key; did you mean "welcome"/u,
    );
  });
});

suite("listen addresses", (test) => {
  test("they are written as in mqant", () => {
    assert.equal(parseListenAddress(":3653"), { host: undefined, port: 3653 });
    assert.equal(parseListenAddress("game.example:1"), { host: "game.example", port: 1 });
    assert.equal(parseListenAddress("[::1]:0"), { host: "::1", port: 0 });
    for (const text of ["", "3653", "a:b", ":65536", "a:1:2", "::1", "http://a:1", ":-1", " :1"]) {
      assert.is(parseListenAddress(text), undefined, text);
    }
  });
});

suite("WebSocket origins", (test) => {
  const list = ["https://game.example", "http://localhost:8080"];
  const allowed: [origin: string | undefined, host: string | undefined][] = [
    [undefined, "gate.example"],
    ["https://game.example", "gate.example"],
    ["http://localhost:8080", "localhost:3653"],
    ["http://gate.example:3653", "gate.example:3653"],
    ["https://gate.example", "gate.example"],
    ["https://GATE.example", "gate.example:443"],
    ["http://127.0.0.1:3653", "127.0.0.1:3653"],
  ];
  const refused: [origin: string, host: string | undefined][] = [
    ["https://game.example.evil.example", "gate.example"],
    ["http://game.example", "gate.example"],
    ["https://game.example:8443", "gate.example"],
    ["https://evil.example", "gate.example"],
    ["http://localhost:8081", "localhost:3653"],
    ["null", "gate.example"],
    ["", "gate.example"],
    ["file://", ""],
    ["https://game", undefined],
    ["*", "gate.example"],
  ];
  test("the list, the own host and no origin are let in", () => {
    for (const [origin, host] of allowed) {
      assert.ok(isOriginAllowed({ origin, host }, list), `${origin} at ${host}`);
    }
  });
  test("others are not", () => {
    for (const [origin, host] of refused) {
      assert.not(isOriginAllowed({ origin, host }, list), `${origin} at ${host}`);
    }
  });
  test("an asterisk in the list lets anybody in", () => {
    assert.ok(isOriginAllowed({ origin: "https://evil.example", host: "a" }, ["*"]));
  });
});
