import { createApp, parseConfig, RpcError, Session, type App } from "mqant";
import * as assert from "uvu/assert";
import { homeOf, routeByRoom } from "../../examples/chat/route-by-room.ts";
import { eventually } from "../support/eventually.ts";
import { MemoryLog } from "../support/memory-log.ts";
import { rejectsWith } from "../support/rejects-with.ts";
import { suite } from "../support/suite.ts";
import { TestModule } from "../support/test-module.ts";
import { chatParts } from "./chat-parts.ts";

const { Chat, Login, schemas } = await chatParts();
const CHATS = ["Chat001", "Chat002", "Chat003"];

/** The configuration of a chat whose first instance is here; the others are where nobody gets to. */
function config(...chats: string[]) {
  const entry = (Id: string, index: number) => ({ Id, ProcessID: index === 0 ? "here" : Id });
  const Module = {
    Chat: chats.map((id, index) => entry(id, index)),
    Login: [entry("Login001", 0)],
    Gate: [entry("Gate001", 0)],
    Test: [entry("Test001", 0)],
  };
  return parseConfig(JSON.stringify({ Module }), "test.json");
}

/** The names of rooms that are at an instance of Chat. */
function* roomsAt(app: App, id: string): Generator<string, never> {
  for (let n = 0; ; n += 1) if (homeOf(app, `room ${n}`)?.id === id) yield `room ${n}`;
}

/** The first of {@link roomsAt}. */
function roomAt(app: App, id: string): string {
  return roomsAt(app, id).next().value;
}

/** Chat and Login in one app, with a gate that only keeps who is there and what they are sent. */
class Stage implements AsyncDisposable {
  readonly app: App;
  readonly log = new MemoryLog();
  /** What was pushed: the session, the topic, the body. */
  readonly pushed: [sessionId: string, topic: string, body: unknown][] = [];
  readonly present = new Set<string>();

  constructor(chats: readonly string[]) {
    this.app = createApp({ log: this.log, schemas, processId: "here" });
    this.app.configure(config(...chats)).route("Chat", routeByRoom);
  }

  static async set(...chats: string[]): Promise<Stage> {
    const stage = new Stage(chats);
    const gate = new TestModule("Gate", (server) => {
      server.registerGO("SendBatch", (ids: string[], topic: string, body: unknown) => {
        const there = ids.filter((id) => stage.present.has(id));
        for (const id of there) stage.pushed.push([id, topic, body]);
        return there.length;
      });
      server.registerGO("Update", (id: string) => {
        if (!stage.present.has(id)) throw new RpcError("not_found", "there is no such session");
        return stage.session(id).snapshot();
      });
    });
    await stage.app.start(new Chat(), new Login(), gate);
    return stage;
  }

  /** Somebody who is signed in; the session's id is the name. */
  session(name: string): Session {
    const snapshot = { sessionId: name, userId: name, serverId: "Gate001", network: "tcp" };
    return new Session({ ...snapshot, ip: "127.0.0.1", settings: {} }, "Gate@Gate001", this.app);
  }

  /** Asks for somebody who is present from now on, as the gate does for a client. */
  async ask(name: string, handler: string, body: unknown, target = "Chat"): Promise<unknown> {
    this.present.add(name);
    return await this.app.invoke(target, handler, [this.session(name), body], { hash: name });
  }

  /** What one of them got on a topic. */
  pushes(name: string, topic: string): unknown[] {
    return this.pushed.filter(([id, to]) => id === name && to === topic).map(([, , body]) => body);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.app.close();
  }
}

suite("the route by room", (test) => {
  const app = createApp().configure(config(...CHATS));
  const route = (args: unknown[], hash = "Ann", handler = "HD_Say") =>
    routeByRoom(app, "Chat", hash, { handler, args })?.id;

  test("all calls about a room go to one instance, whoever makes them, however the name is typed", () => {
    for (const name of ["lobby", "Zo\u00EB", "小明", "__proto__"]) {
      const home = homeOf(app, name)?.id;
      for (const handler of ["HD_JoinChat", "HD_Say", "HD_LeaveChat"]) {
        for (const typed of [name, ` ${name}\t`, name.normalize("NFD")]) {
          for (const who of ["Ann", "Bob", "Cleo"]) {
            assert.is(route([{}, { roomName: typed }], who, handler), home);
          }
        }
      }
    }
  });

  test("rooms spread over the instances", () => {
    for (const id of CHATS) {
      const rooms = Array.from({ length: 300 }, (_, n) => `room ${n}`);
      const count = rooms.filter((name) => homeOf(app, name)?.id === id).length;
      assert.ok(count > 50, `${id} has ${count} of 300`);
    }
  });

  test("what is no call about a room goes where it went without the route", async () => {
    await using plain = createApp({ log: new MemoryLog(), processId: "here" });
    await plain.configure(config("Other", ...CHATS)).start(new TestModule("Test"));
    const chats = plain.instances("Chat");
    for (const hash of ["Ann", "Bob", "Cleo", "Dan"]) {
      const error = await rejectsWith(plain.invoke("Chat", "x", [], { hash }), "no_responder");
      const picked = chats.find(({ id }) => error.message.includes(`Chat@${id}`));
      for (const args of [[], [{}], [{}, null], [{}, "lobby"], [{}, { roomName: 7 }], [{}, {}]]) {
        assert.is(routeByRoom(plain, "Chat", hash, { handler: "x", args })?.id, picked?.id);
      }
    }
  });

  test("with one instance everything goes there", () => {
    const alone = createApp().configure(config("Chat001"));
    assert.is(homeOf(alone, "lobby")?.id, "Chat001");
    assert.is(routeByRoom(alone, "Chat", "Ann", { handler: "x", args: [] })?.id, "Chat001");
  });
});

suite("an instance of Chat among others", (test) => {
  test("lists its rooms without those of one that does not answer, and says so once", async () => {
    await using stage = await Stage.set("Chat001", "Chat002");
    const roomName = roomAt(stage.app, "Chat001");
    await stage.ask("Ann", "HD_JoinChat", { roomName });
    const rooms = [{ roomName, users: 1 }];
    for (let n = 0; n < 3; n += 1) {
      assert.equal(await stage.ask("Ann", "HD_ListRooms", {}, "Chat@Chat001"), rooms);
    }
    await eventually(() => stage.pushes("Ann", "Chat/OnRooms").length > 0, "a push of the rooms");
    assert.equal(stage.pushes("Ann", "Chat/OnRooms").at(-1), rooms);
    const told = stage.log.messages("warn").filter((text) => text.includes("be called"));
    assert.is(told.length, 1);
    assert.match(told[0] ?? "", /^Chat@Chat002 can't be called: .*no_responder/u);
  });

  test("keeps no room that belongs to another one, also for whoever asks by its id", async () => {
    await using stage = await Stage.set("Chat001", "Chat002");
    const roomName = roomAt(stage.app, "Chat002");
    await rejectsWith(
      stage.ask("Ann", "HD_JoinChat", { roomName }, "Chat@Chat001"),
      "failed_precondition",
    );
    await rejectsWith(stage.ask("Ann", "HD_JoinChat", { roomName }), "no_responder");
    assert.equal(await stage.ask("Ann", "HD_ListRooms", {}, "Chat@Chat001"), []);
  });

  test("tells people when another one says that its rooms have changed", async () => {
    await using stage = await Stage.set("Chat001", "Chat002");
    await stage.ask("Ann", "HD_JoinChat", { roomName: roomAt(stage.app, "Chat001") });
    await eventually(() => stage.pushes("Ann", "Chat/OnRooms").length === 1, "the first push");
    await stage.app.invoke("Chat@Chat001", "roomsChanged", []);
    await eventually(() => stage.pushes("Ann", "Chat/OnRooms").length === 2, "the second push");
  });

  test("forgets those whom their gate does not know any more, and nobody else", async () => {
    await using stage = await Stage.set("Chat001");
    for (const name of ["Ann", "Bob", "Cleo"]) {
      for (const roomName of ["a", "b"]) await stage.ask(name, "HD_JoinChat", { roomName });
    }
    // The gate was killed: it has told nobody.
    stage.present.delete("Bob");
    await stage.ask("Ann", "HD_Say", { roomName: "a", content: "Bob?" });
    assert.equal(stage.pushes("Cleo", "Chat/OnLeave"), [
      { roomName: "a", user: "Bob" },
      { roomName: "b", user: "Bob" },
    ]);
    assert.equal(await stage.ask("Ann", "HD_ListRooms", {}), [
      { roomName: "a", users: 2 },
      { roomName: "b", users: 2 },
    ]);
  });
});
