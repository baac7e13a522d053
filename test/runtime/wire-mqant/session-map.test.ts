import * as assert from "uvu/assert";
import { fromSessionMap, toSessionMap } from "../../../runtime/wire-mqant/session-map.ts";
import { suite } from "../../support/suite.ts";

const MAP = {
  IP: "127.0.0.1",
  Network: "tcp",
  Serverid: "Gate001",
  Sessionid: "s1",
  Settings: { room: "lobby" },
  Userid: "ann",
};

const SNAPSHOT = {
  sessionId: "s1",
  userId: "ann",
  serverId: "Gate001",
  network: "tcp",
  ip: "127.0.0.1",
  settings: { room: "lobby" },
};

suite("sessions as mqant's map", (test) => {
  test("there and back", () => {
    assert.equal(toSessionMap(SNAPSHOT), MAP);
    assert.equal(fromSessionMap(MAP), SNAPSHOT);
  });

  test("keys are in Go's order, and empty texts are left out", () => {
    assert.is(JSON.stringify(toSessionMap(SNAPSHOT)), JSON.stringify(MAP));
    const empty = { sessionId: "", userId: "", serverId: "", network: "", ip: "", settings: {} };
    assert.equal(toSessionMap(empty), { Settings: {} });
  });

  test("what may be missing is empty", () => {
    const snapshot = { ...SNAPSHOT, userId: "", network: "", ip: "", settings: {} };
    assert.equal(fromSessionMap({ Serverid: "Gate001", Sessionid: "s1" }), snapshot);
    const nulls = { ...MAP, IP: null, Network: null, Settings: null, Userid: null };
    assert.equal(fromSessionMap(nulls), snapshot);
  });

  test("the address loses its port", () => {
    const ip = (IP: string) => fromSessionMap({ ...MAP, IP })?.ip;
    assert.is(ip("10.0.0.7:33530"), "10.0.0.7");
    assert.is(ip("[fe80::1%eth0]:33530"), "fe80::1%eth0");
    assert.is(ip("::1"), "::1");
    assert.is(ip("localhost"), "localhost");
  });

  test("settings of other types are texts here, and null is none", () => {
    const Settings = { login: true, level: 7, list: [1], none: null, text: "1" };
    assert.equal(fromSessionMap({ ...MAP, Settings })?.settings, {
      login: "true",
      level: "7",
      list: "[1]",
      text: "1",
    });
  });

  test("a setting named __proto__ does not cross", () => {
    const settings = JSON.parse('{"__proto__":"x","a":"b"}') as Record<string, string>; // texts
    assert.equal(Object.keys(toSessionMap({ ...SNAPSHOT, settings }).Settings), ["a"]);
    const read = fromSessionMap({ ...MAP, Settings: settings })?.settings ?? {};
    assert.equal(Object.keys(read), ["a"]);
  });

  const others: unknown[] = [
    undefined,
    null,
    "s1",
    [],
    {},
    { ...MAP, Sessionid: "" },
    { ...MAP, Serverid: undefined },
    { ...MAP, Sessionid: 7 },
    { ...MAP, IP: 7 },
    { ...MAP, Userid: {} },
    { ...MAP, Network: true },
    { ...MAP, Settings: "none" },
    { ...MAP, Settings: ["a"] },
    { sessionid: "s1", serverid: "Gate001" },
    Object.create(MAP),
  ];
  for (const other of others) {
    test(`${JSON.stringify(other)} is no session`, () => {
      assert.is(fromSessionMap(other), undefined);
    });
  }
});
