import { createApp, RpcError, Session } from "mqant";
import * as assert from "uvu/assert";
import type { ChatMessage } from "../../examples/chat/dto.ts";
import { checkName } from "../../examples/chat/names.ts";
import { Room } from "../../examples/chat/room.ts";
import { suite } from "../support/suite.ts";

const app = createApp();

function session(sessionId: string, userId: string): Session {
  const from = { serverId: "Gate001", network: "tcp", ip: "127.0.0.1" };
  return new Session({ sessionId, userId, ...from, settings: {} }, "Gate@Gate001", app);
}

function message(id: string): ChatMessage {
  return { id, roomName: "r", from: "Ann", hue: 0, target: "*", msg: id, at: new Date(0) };
}

suite("a chat room", (test) => {
  test("a member is there from the first connection to the last", () => {
    const room = new Room("r", 0);
    assert.equal(room.add(session("1", "Ann")), { user: "Ann", hue: 0 });
    assert.is(room.add(session("2", "Ann")), undefined);
    assert.equal([room.size, room.sessionsOf().length], [1, 2]);
    assert.is(room.remove("1"), undefined);
    assert.is(room.has("Ann"), true);
    assert.is(room.remove("2"), "Ann");
    assert.equal([room.has("Ann"), room.isEmpty, room.size], [false, true, 0]);
  });

  test("who is not there can't be removed, twice neither", () => {
    const room = new Room("r", 0);
    room.add(session("1", "Ann"));
    assert.is(room.remove("x"), undefined);
    assert.is(room.remove("1"), "Ann");
    assert.is(room.remove("1"), undefined);
  });

  test("adding a connection again changes nothing", () => {
    const room = new Room("r", 0);
    room.add(session("1", "Ann"));
    assert.is(room.add(session("1", "Ann")), undefined);
    assert.is(room.sessionsOf().length, 1);
  });

  test("twelve members have colours that can be told apart", () => {
    const room = new Room("r", 200);
    const hues = Array.from(
      { length: 12 },
      (_, n) => room.add(session(`${n}`, `u${n}`))?.hue ?? -1,
    );
    assert.ok(hues.every((hue) => Number.isInteger(hue) && hue >= 0 && hue < 360));
    for (const [index, hue] of hues.entries()) {
      for (const other of hues.slice(0, index)) {
        const apart = Math.abs(hue - other);
        assert.ok(Math.min(apart, 360 - apart) >= 15, `${hue} and ${other} are near`);
      }
    }
  });

  test("the last thirty messages are remembered, oldest first", () => {
    const room = new Room("r", 0);
    for (let n = 1; n <= 35; n += 1) room.remember(message(String(n)));
    assert.is(room.recent.length, 30);
    assert.equal([room.recent[0]?.id, room.recent[29]?.id], ["6", "35"]);
  });

  test("connections of some members are found, all of each", () => {
    const room = new Room("r", 0);
    for (const [id, user] of [
      ["1", "Ann"],
      ["2", "Bob"],
      ["3", "Ann"],
      ["4", "Cleo"],
    ] as const) {
      room.add(session(id, user));
    }
    assert.equal(
      room.sessionsOf("Ann", "Bob").map(({ sessionId }) => sessionId),
      ["1", "2", "3"],
    );
  });
});

suite("a name in the chat", (test) => {
  test("is kept without blanks around it, in one form", () => {
    assert.is(checkName("  Ann  B. ", "a name", 24), "Ann  B.");
    assert.is(checkName("Zoe\u0308", "a name", 24), "Zo\u00EB");
    assert.is(checkName("小明 🙂", "a name", 24), "小明 🙂");
  });

  for (const name of ["", " \t", "*", "a\nb", "a\u200Bb", "\u202Egnp.exe", "x".repeat(25)]) {
    test(`${JSON.stringify(name)} is refused with a sentence about it`, () => {
      try {
        checkName(name, "a name", 24);
        assert.unreachable();
      } catch (error) {
        assert.instance(error, RpcError);
        assert.match((error as RpcError).rawMessage, /^a name (can't|has)/u);
      }
    });
  }
});
