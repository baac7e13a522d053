import { randomUUID } from "node:crypto";
import { existsSync } from "node:fs";
import { connect, createServer } from "node:net";
import { isDeepStrictEqual } from "node:util";
import { createApp, loadConfig } from "mqant";
import { mqttTransport, RpcError } from "mqant/client";
import { connectAsync, type MqttClient } from "mqtt";
import * as assert from "uvu/assert";
import { GateClient, type Pushes, type RoomSummary } from "../../examples/chat/generated/gate.ts";
import { homeOf } from "../../examples/chat/route-by-room.ts";
import { eventually } from "../support/eventually.ts";
import { freePort } from "../support/free-port.ts";
import { sharedRabbitmq } from "../support/rabbitmq-node.ts";
import { rabbitmqMissing } from "../support/rabbitmq-settings.ts";
import { suite } from "../support/suite.ts";
import { ChatCluster } from "./chat-cluster.ts";
import { CHROMIUM, ChatPage, launchBrowser } from "./chat-page.ts";

/** A virtual host of the test's own: queues are named after modules, which have the same ids in each test. */
async function broker(): Promise<string> {
  const node = await sharedRabbitmq();
  const vhost = randomUUID();
  await node.addVhost(vhost);
  return `${node.uri}/${vhost}`;
}

/** Somebody with the generated client, and all that they have heard. */
class Person implements AsyncDisposable {
  readonly gate: GateClient;
  readonly heard: { [T in keyof Pushes]: Pushes[T][] } = {
    "Chat/OnChat": [],
    "Chat/OnJoin": [],
    "Chat/OnLeave": [],
    "Chat/OnRooms": [],
  };
  readonly #mqtt: MqttClient;

  private constructor(mqtt: MqttClient) {
    this.#mqtt = mqtt;
    this.gate = new GateClient(mqttTransport(mqtt));
    for (const topic of Object.keys(this.heard) as (keyof Pushes)[]) this.#hear(topic); // its own keys
  }

  static async at(url: string): Promise<Person> {
    return new Person(await connectAsync(url, { reconnectPeriod: 0 }));
  }

  /** Whether the name was to be had. */
  async signIn(userName: string, passWord = userName): Promise<boolean> {
    try {
      await this.gate.login.login({ userName, passWord });
      return true;
    } catch (error) {
      if (RpcError.from(error).code === "already_exists") return false;
      throw error;
    }
  }

  /** What was said, in which room and by whom. */
  get words(): string[] {
    const { heard } = this;
    return heard["Chat/OnChat"].map(({ roomName, from, msg }) => `${roomName}/${from}: ${msg}`);
  }

  /** The list of rooms that came last by itself. */
  get roomsTold(): string[] {
    return withSizes(this.heard["Chat/OnRooms"].at(-1) ?? []);
  }

  async rooms(): Promise<string[]> {
    return withSizes(await this.gate.chat.listRooms());
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#mqtt.endAsync();
  }

  #hear<T extends keyof Pushes>(topic: T): void {
    this.gate.on(topic, (body) => this.heard[topic].push(body));
  }
}

function withSizes(rooms: readonly RoomSummary[]): string[] {
  return rooms.map(({ roomName, users }) => `${roomName}: ${users}`);
}

/** Names of rooms, one at each instance of Chat. */
async function aRoomAtEach(cluster: ChatCluster): Promise<[string, string]> {
  const app = createApp().configure(await loadConfig(cluster.configFile));
  const names = Array.from({ length: 100 }, (_, n) => `room ${n}`);
  const [one, two] = app
    .instances("Chat")
    .map(({ id }) => names.find((name) => homeOf(app, name)?.id === id));
  if (one === undefined || two === undefined) throw new Error("the rooms are all at one instance");
  return [one, two];
}

/** Waits until a list is just this one. */
async function shows(read: () => readonly string[], expected: readonly string[]): Promise<void> {
  await eventually(() => isDeepStrictEqual(read(), expected)).catch((error: unknown) => {
    assert.equal(read(), expected);
    throw error;
  });
}

suite(
  "the chat over several processes",
  (test) => {
    const missing = rabbitmqMissing();
    if (missing !== undefined) {
      test.skip("everything", missing);
      return;
    }

    test("people on two gates meet in rooms of two instances, and leave them", async (signal) => {
      await using cluster = await ChatCluster.start(await broker(), signal);
      await cluster.isUp();
      for (const name of ["chat1", "chat2", "gate", "gate2", "login"]) {
        assert.match(
          cluster.output,
          new RegExp(`^cluster \\| ${name} is up \\(\\d of 5\\)$`, "mu"),
        );
      }
      const pages = `open ${cluster.pageUrl(0)} or ${cluster.pageUrl(1)}`;
      assert.ok(cluster.output.includes(pages), pages);

      const [one, two] = await aRoomAtEach(cluster);
      await using ann = await Person.at(cluster.mqttUrl(0));
      await ann.signIn("Ann");
      const bob = await Person.at(cluster.mqttUrl(1));
      await bob.signIn("Bob");
      for (const roomName of [one, two]) {
        await ann.gate.chat.joinChat({ roomName });
        const { users } = await bob.gate.chat.joinChat({ roomName });
        assert.equal(users, ["Ann", "Bob"]);
        const toAll = await bob.gate.chat.say({ roomName, content: "to all" });
        const toAnn = await bob.gate.chat.say({ roomName, content: "to Ann", target: "Ann" });
        assert.equal([toAll.reached, toAnn.reached], [2, 2]);
      }
      const said = [one, two].flatMap((room) => [`${room}/Bob: to all`, `${room}/Bob: to Ann`]);
      await shows(() => ann.words, said);
      await shows(() => bob.words, said);

      // Cleo is in a room of one instance only, and hears of the other's.
      await using cleo = await Person.at(cluster.mqttUrl(1));
      await cleo.signIn("Cleo");
      await cleo.gate.chat.joinChat({ roomName: two });
      for (const person of [ann, bob, cleo]) {
        await shows(() => person.roomsTold, [`${two}: 3`, `${one}: 2`]);
        assert.equal(await person.rooms(), [`${two}: 3`, `${one}: 2`]);
      }

      await bob[Symbol.asyncDispose]();
      const left = () =>
        ann.heard["Chat/OnLeave"].map(({ roomName, user }) => `${roomName}/${user}`);
      await shows(() => left().sort(), [`${one}/Bob`, `${two}/Bob`].sort());
      await shows(() => cleo.roomsTold, [`${two}: 2`, `${one}: 1`]);
      assert.equal(await ann.rooms(), [`${two}: 2`, `${one}: 1`]);
      await using another = await Person.at(cluster.mqttUrl(0));
      await eventually(async () => await another.signIn("Bob", "another"), "the name is free");

      cluster.kill("SIGINT");
      assert.is(await cluster.ends(), 0);
      assert.is([...cluster.output.matchAll(/^cluster \| \w+ has ended$/gmu)].length, 5);
    });

    test("a configuration that one process can't be run by ends all, with its exit code", async (signal) => {
      // The second page where the first one is: the port is taken.
      const sameAddress = (text: string): string => {
        const [first, second] = [...text.matchAll(/"HTTPAddr": "([^"]+)"/gu)].map(([, at]) => at);
        return text.replace(second ?? "", first ?? "");
      };
      await using cluster = await ChatCluster.start(await broker(), signal, sameAddress);
      assert.is(await cluster.ends(), 1);
      assert.match(cluster.output, /^gate2? +\| .*EADDRINUSE/mu);
      assert.match(
        cluster.output,
        /^cluster \| gate2? ended with exit code 1; the others are stopped$/mu,
      );
    });

    test("without a broker it says how to get one, waits, and goes on when there is one", async (signal) => {
      const { hostname, port, pathname } = new URL(await broker());
      const proxyPort = await freePort();
      const uri = `amqp://guest:guest@${hostname}:${proxyPort}${pathname}`;
      await using cluster = await ChatCluster.start(uri, signal);
      await cluster.says(/^cluster \| no broker answers at amqp:\/\/127\.0\.0\.1:\d+\//mu);
      await cluster.says(/sudo apt-get install rabbitmq-server/u);
      for (const name of ["chat1", "chat2", "gate", "gate2", "login"]) {
        await cluster.says(new RegExp(`^${name} +\\| .*WARN: no broker answers`, "mu"));
      }

      const proxy = createServer((socket) => {
        const through = connect(Number(port), hostname);
        socket.on("error", () => through.destroy()).pipe(through);
        through.on("error", () => socket.destroy()).pipe(socket);
      });
      proxy.listen(proxyPort, hostname);
      await cluster.isUp();
      cluster.kill("SIGTERM");
      assert.is(await cluster.ends(), 0);
      proxy.close();
    });

    test("who waits for a broker can be stopped, and a wrong file stops it at once", async (signal) => {
      const uri = `amqp://guest:guest@127.0.0.1:${await freePort()}`;
      await using cluster = await ChatCluster.start(uri, signal);
      await cluster.says(/WARN: no broker answers/u);
      cluster.kill("SIGINT");
      assert.is(await cluster.ends(), 0);

      await using wrong = await ChatCluster.start(uri, signal, (text) =>
        text.replace("Uri", "Url"),
      );
      assert.is(await wrong.ends(), 2);
      assert.match(wrong.output, /Rabbitmq/u);
    });

    if (!existsSync(CHROMIUM)) {
      test.skip("both pages", `there is no browser at ${CHROMIUM}`);
      return;
    }

    test("each gate has its page, and people at the two talk", async (signal) => {
      await using cluster = await ChatCluster.start(await broker(), signal);
      await cluster.isUp();
      const browser = await launchBrowser();
      try {
        const ann = await ChatPage.open(browser, cluster.pageUrl(0));
        const bob = await ChatPage.open(browser, cluster.pageUrl(1));
        await ann.join("Ann", "lobby");
        await bob.join("Bob", "lobby");
        await ann.notice("Bob joined").waitFor();
        await ann.say("Hello from the first gate");
        await bob.message("Hello from the first gate").waitFor();
        await bob.say("Hello from the second");
        await ann.message("Hello from the second").waitFor();
        await bob.page.context().close();
        await ann.notice("Bob left").waitFor();
        assert.equal([...ann.complaints, ...bob.complaints], []);
      } finally {
        await browser.close();
      }
    });
  },
  { timeoutMs: 120_000 },
);
