import type { RpcErrorCode } from "mqant/client";
import { mqttTransport, RpcError } from "mqant/client";
import type { MqttClient } from "mqtt";
import { connectAsync } from "mqtt";
import * as assert from "uvu/assert";
import { suite } from "../support/suite.ts";
import { ChatServer } from "./chat-server.ts";

/** A client as mqant's users write it: it knows topics and bodies, and no generated code. */
class PlainClient {
  readonly pushes: [topic: string, body: unknown][] = [];
  readonly #mqtt: MqttClient;
  readonly #transport: ReturnType<typeof mqttTransport>;

  constructor(mqtt: MqttClient) {
    this.#mqtt = mqtt;
    this.#transport = mqttTransport(mqtt);
    for (const name of ["OnJoin", "OnLeave", "OnChat"]) {
      this.#transport.onPush(`Chat/${name}`, (body) => this.pushes.push([`Chat/${name}`, body]));
    }
  }

  async ask(topic: string, body: unknown): Promise<unknown> {
    const [type = "", handler = ""] = topic.split("/");
    return await this.#transport.request(type, handler, body);
  }

  async signIn(userName: string, passWord = userName): Promise<this> {
    await this.ask("Login/HD_Login", { userName, passWord });
    return this;
  }

  async fails(topic: string, body: unknown): Promise<[RpcErrorCode, string]> {
    try {
      const result = await this.ask(topic, body);
      throw new Error(`${topic} gave ${JSON.stringify(result)}`);
    } catch (error) {
      if (error instanceof RpcError) return [error.code, error.rawMessage];
      throw error;
    }
  }

  /** Waits until a push fits. Asks the server something meanwhile, so that the wait has an end. */
  async hears(fits: (topic: string, body: unknown) => boolean): Promise<void> {
    for (let asked = 0; asked < 500; asked += 1) {
      if (this.pushes.some(([topic, body]) => fits(topic, body))) return;
      await this.ask("Chat/HD_ListRooms", {});
    }
    throw new Error(`not heard; heard were ${JSON.stringify(this.pushes)}`);
  }

  async leave(): Promise<void> {
    await this.#mqtt.endAsync();
  }
}

/** The chat and its clients. */
async function open() {
  const server = await ChatServer.start();
  const clients: MqttClient[] = [];
  return {
    connect: async () => {
      const mqtt = await connectAsync(server.mqttUrl, { reconnectPeriod: 0 });
      clients.push(mqtt);
      return new PlainClient(mqtt);
    },
    [Symbol.asyncDispose]: async () => {
      await Promise.all(clients.map(async (mqtt) => await mqtt.endAsync(true)));
      await server[Symbol.asyncDispose]();
    },
  };
}

suite("the chat's modules, asked over MQTT", (test) => {
  test("signing in, joining and talking have mqant's topics and keys", async () => {
    await using chat = await open();
    const ann = await chat.connect();
    assert.equal(await ann.ask("Login/HD_Login", { userName: " Ann ", passWord: "x" }), {
      userName: "Ann",
    });
    const joined = await ann.ask("Chat/HD_JoinChat", { roomName: "r" });
    assert.equal(pick(joined, "roomName", "users", "recent"), {
      roomName: "r",
      users: ["Ann"],
      recent: [],
    });
    const bob = await (await chat.connect()).signIn("Bob");
    assert.equal(pick(await bob.ask("Chat/HD_JoinChat", { roomName: "r" }), "users"), {
      users: ["Ann", "Bob"],
    });
    const said = await bob.ask("Chat/HD_Say", { roomName: "r", target: "*", content: " hi " });
    assert.is(pick(said, "reached")["reached"], 2);
    await ann.ask("Chat/HD_LeaveChat", { roomName: "r" });
    await bob.hears((topic) => topic === "Chat/OnLeave");

    assert.equal(
      ann.pushes.map(([topic, body]) => [
        topic,
        pick(body, "roomName", "user", "from", "target", "msg"),
      ]),
      [
        ["Chat/OnJoin", { roomName: "r", user: "Bob" }],
        ["Chat/OnChat", { roomName: "r", from: "Bob", target: "*", msg: "hi" }],
      ],
    );
    const [, message] = bob.pushes.find(([topic]) => topic === "Chat/OnChat") ?? [];
    assert.match(String(pick(message, "at")["at"]), /^\d{4}-\d\d-\d\dT[\d:.]+Z$/u);
  });

  test("whoever has not signed in, or not joined, is told so", async () => {
    await using chat = await open();
    const guest = await chat.connect();
    const say = { roomName: "r", content: "x" };
    assert.equal(await guest.fails("Chat/HD_JoinChat", { roomName: "r" }), [
      "unauthenticated",
      "sign in first",
    ]);
    assert.equal(await guest.fails("Chat/HD_Say", say), ["unauthenticated", "sign in first"]);
    const ann = await guest.signIn("Ann");
    assert.equal(await ann.fails("Chat/HD_Say", say), [
      "failed_precondition",
      'you are not in the room "r"',
    ]);
    await ann.ask("Chat/HD_JoinChat", { roomName: "r" });
    assert.equal(await ann.fails("Chat/HD_Say", { ...say, target: "Bob" }), [
      "not_found",
      '"Bob" is not in this room',
    ]);
    assert.equal(await ann.fails("Chat/HD_Say", { ...say, content: " \n " }), [
      "invalid_argument",
      "there is nothing to say",
    ]);
  });

  test("names are checked before they are anybody's", async () => {
    await using chat = await open();
    const ann = await chat.connect();
    const refused = ["", "   ", "*", "a\u0000", "a\u202Eb", "x".repeat(25)];
    for (const userName of refused) {
      const [code] = await ann.fails("Login/HD_Login", { userName, passWord: "x" });
      assert.is(code, "invalid_argument", JSON.stringify(userName));
    }
    await ann.signIn("Ann");
    assert.equal(await ann.fails("Login/HD_Login", { userName: "Bob", passWord: "x" }), [
      "failed_precondition",
      'you are signed in as "Ann"',
    ]);
  });

  test("a name belongs to its password until its last connection ends", async () => {
    await using chat = await open();
    const first = await (await chat.connect()).signIn("Ann", "one");
    const second = await (await chat.connect()).signIn("Ann", "one");
    const other = await chat.connect();
    const login = { userName: "A\u006En", passWord: "two" };
    assert.is((await other.fails("Login/HD_Login", login))[0], "already_exists");
    await first.leave();
    assert.is((await other.fails("Login/HD_Login", login))[0], "already_exists");
    await second.leave();
    await eventually(async () => await other.ask("Login/HD_Login", login));
  });

  test("equal names are equal however they are composed", async () => {
    await using chat = await open();
    await (await chat.connect()).signIn("Zo\u00EB", "one");
    const other = await chat.connect();
    const [code] = await other.fails("Login/HD_Login", { userName: "Zoe\u0308", passWord: "two" });
    assert.is(code, "already_exists");
  });

  test("an ended connection leaves all rooms, and empty rooms are gone", async () => {
    await using chat = await open();
    const ann = await (await chat.connect()).signIn("Ann");
    const bob = await (await chat.connect()).signIn("Bob");
    for (const roomName of ["a", "b"]) await bob.ask("Chat/HD_JoinChat", { roomName });
    await ann.ask("Chat/HD_JoinChat", { roomName: "a" });
    assert.equal(await ann.ask("Chat/HD_ListRooms", {}), [
      { roomName: "a", users: 2 },
      { roomName: "b", users: 1 },
    ]);
    await bob.leave();
    await ann.hears(
      (topic, body) => topic === "Chat/OnLeave" && pick(body, "user")["user"] === "Bob",
    );
    assert.equal(await ann.ask("Chat/HD_ListRooms", {}), [{ roomName: "a", users: 1 }]);
  });

  test("whoever ends while still joining is not left behind in the room", async () => {
    await using chat = await open();
    const ann = await (await chat.connect()).signIn("Ann");
    await ann.ask("Chat/HD_JoinChat", { roomName: "a" });
    for (let n = 0; n < 10; n += 1) {
      const hasty = await (await chat.connect()).signIn(`hasty ${n}`);
      const joining = hasty.ask("Chat/HD_JoinChat", { roomName: "a" }).catch(() => {});
      await hasty.leave();
      await joining;
    }
    await eventually(async () => {
      assert.equal(await ann.ask("Chat/HD_ListRooms", {}), [{ roomName: "a", users: 1 }]);
    });
  });

  test("a hundred rooms are enough, and one that empties makes place", async () => {
    await using chat = await open();
    const ann = await (await chat.connect()).signIn("Ann");
    for (let n = 0; n < 100; n += 1) await ann.ask("Chat/HD_JoinChat", { roomName: `room ${n}` });
    assert.equal(await ann.fails("Chat/HD_JoinChat", { roomName: "one more" }), [
      "resource_exhausted",
      "there are 100 rooms already; join one of them",
    ]);
    await ann.ask("Chat/HD_LeaveChat", { roomName: "room 7" });
    await ann.ask("Chat/HD_JoinChat", { roomName: "one more" });
  });

  test("bodies that break the contract don't reach a handler", async () => {
    await using chat = await open();
    const ann = await chat.connect();
    for (const body of [null, 7, [], {}, { userName: 1, passWord: "x" }, { userName: "Ann" }]) {
      const [code] = await ann.fails("Login/HD_Login", body);
      assert.is(code, "invalid_argument", JSON.stringify(body));
    }
  });

  test("what modules call among themselves is closed to clients", async () => {
    await using chat = await open();
    const ann = await (await chat.connect()).signIn("Ann");
    for (const topic of [
      "Chat/leave",
      "Chat/rooms",
      "Login/release",
      "Login/getRand",
      "Gate/Close",
    ]) {
      assert.is((await ann.fails(topic, "x"))[0], "permission_denied", topic);
    }
  });
});

function pick(value: unknown, ...keys: string[]): Record<string, unknown> {
  const object = value as Record<string, unknown>; // A reply; a missing key shows in the comparison.
  return Object.fromEntries(keys.filter((key) => key in object).map((key) => [key, object[key]]));
}

/** Repeats what asks the server something until it is as it should be. */
async function eventually(check: () => Promise<unknown>): Promise<void> {
  for (let tries = 1; ; tries += 1) {
    try {
      await check();
      return;
    } catch (error) {
      if (tries === 500) throw error;
    }
  }
}
