import type { ConsumeMessage } from "amqplib";
import { RpcError, Session, type SessionSnapshot } from "mqant";
import * as assert from "uvu/assert";
import { fromSessionMap } from "../../../runtime/wire-mqant/session-map.ts";
import { rabbitmqMissing } from "../../support/rabbitmq-settings.ts";
import { sharedRabbitmq } from "../../support/rabbitmq-node.ts";
import { rejectsWith } from "../../support/rejects-with.ts";
import { suite } from "../../support/suite.ts";
import { recorded } from "./go-messages.ts";
import { GoPeer } from "./go-peer.ts";
import { addressOf, handlers, mqantConfig, WireProcess } from "./wire-process.ts";

/** What Go's gate was seen to be asked and to answer about the session `SESSION`. */
const SESSION = "34faf03b-4811-4413-b443-b5ae017f0503";

function recordedBody(name: string): string {
  return recorded.find((each) => each.name === `gate RPC API: ${name}`)?.body ?? "";
}

/** A session as Go's gate holds it. */
interface Held {
  userId: string;
  settings: Record<string, unknown>;
}

/** A gate of Go's with one session: it answers what the recorded one answered. */
class GoGate {
  readonly held: Held = { userId: "", settings: {} };
  readonly pushed: string[] = [];
  isGone = false;

  answer(request: ConsumeMessage): string {
    const { Cid, Fn, Args } = JSON.parse(request.content.toString()) as {
      Cid: string;
      Fn: string;
      Args: [string, string, string];
    }; // Go asks nothing else, and so do we
    const [id, second, third] = Args;
    if (id !== SESSION || this.isGone) {
      return `{"Cid":"${Cid}","Error":"No Sesssion found","Result":null}`;
    }
    return `{"Cid":"${Cid}","Error":"","Result":${this.#do(Fn, second, third)}}`;
  }

  #do(fn: string, second: string, third: string): string {
    if (fn === "Bind") this.held.userId = second;
    else if (fn === "UnBind") this.held.userId = "";
    else if (fn === "Set") this.held.settings[second] = third;
    else if (fn === "Remove") delete this.held.settings[second];
    else if (fn === "Send") {
      assert.match(third, /^[\w-]*={0,2}$/);
      this.pushed.push(`${second} ${Buffer.from(third, "base64url").toString()}`);
      return '"success"';
    } else if (fn === "Close") {
      this.isGone = true;
      return "null";
    } else assert.is(fn, "Update");
    const { userId, settings } = this.held;
    return JSON.stringify({
      IP: "127.0.0.1:47834",
      Network: "tcp",
      Serverid: "Gate001",
      Sessionid: SESSION,
      Settings: settings,
      ...(userId !== "" && { Userid: userId }),
    });
  }
}

const GUEST = {
  IP: "127.0.0.1:47834",
  Network: "tcp",
  Serverid: "Gate001",
  Sessionid: SESSION,
  Settings: {},
};

suite("sessions over mqant's wire", (test) => {
  const missing = rabbitmqMissing();
  if (missing !== undefined) {
    test.skip("a session of Go's gate works in a module of ours", missing);
    return;
  }

  test("a session of Go's gate works in a module of ours", async () => {
    const { uri } = await sharedRabbitmq();
    const config = mqantConfig(uri, { Gate: "go", Chat: "ours" });
    const gate = new GoGate();
    await using peer = await GoPeer.connect(uri);
    await peer.serve(addressOf(config, "Gate"), ({ ReplyTo }) => {
      const request = peer.requests.at(-1);
      if (request !== undefined) peer.reply(ReplyTo, gate.answer(request));
    });
    const seen: unknown[] = [];
    const chat = handlers({
      HD_All: async (session: Session, body: object) => {
        seen.push(session.snapshot(), body);
        await session.bind("u9");
        assert.is(session.userId, "u9");
        session.set("room", "lobby");
        await session.push();
        assert.equal(session.settings, { room: "lobby" });
        gate.held.settings["vip"] = true; // somebody else's doing
        session.set("a", "1");
        session.set("b", "2");
        session.remove("room");
        await session.push();
        assert.equal(session.settings, { vip: "true", a: "1", b: "2" });
        await session.push();
        await session.update();
        await session.send("Chat/OnHello", { hi: 1, at: new Date(0) });
        await session.sendNR("Chat/OnBye", "bye");
        const ids = [SESSION, "gone", SESSION];
        seen.push(await session.sendBatch(ids, "Chat/OnAll", [1]));
        await session.unbind();
        assert.is(session.isGuest(), true);
        await session.close();
        await rejectsWith(session.send("x", 1), "not_found");
        await rejectsWith(session.update(), "not_found");
        return session;
      },
    });
    await using _ours = await WireProcess.start(config, "ours", { Chat: chat });
    const request = JSON.stringify({
      Cid: "c1",
      Fn: "HD_All",
      Args: [GUEST, { text: "hello" }],
      ArgsType: ["map", "map"],
      Expired: Date.now() + 5000,
      Reply: true,
      ReplyTo: peer.replyTo,
    });
    const reply = await peer.ask(addressOf(config, "Chat"), request);
    const { Error: error, Result } = JSON.parse(reply.content.toString()) as {
      Error: string;
      Result: unknown;
    }; // replies are so
    assert.is(error, "");
    assert.equal(seen, [fromSessionMap(GUEST), { text: "hello" }, 2]);
    assert.equal(gate.pushed, [
      'Chat/OnHello {"hi":1,"at":"1970-01-01T00:00:00.000Z"}',
      'Chat/OnBye "bye"',
      "Chat/OnAll [1]",
      "Chat/OnAll [1]",
    ]);
    assert.equal(gate.held, { userId: "", settings: { vip: true, a: "1", b: "2" } });
    assert.equal(Result, {
      ...GUEST,
      IP: "127.0.0.1",
      Settings: { a: "1", b: "2", vip: "true" },
    });
  });

  test("what Go's gate was seen to be sent is what ours sends", async () => {
    const { uri } = await sharedRabbitmq();
    const config = mqantConfig(uri, { Gate: "go" });
    await using peer = await GoPeer.connect(uri);
    await peer.serve(addressOf(config, "Gate"), ({ Cid, ReplyTo }) => {
      const answer = recordedBody("Update(Sessionid) [reply]");
      peer.reply(ReplyTo, answer.replace(/"Cid":"[^"]*"/, `"Cid":"${Cid}"`));
    });
    await using ours = await WireProcess.start(config, "ours");
    const snapshot = fromSessionMap(GUEST);
    assert.ok(snapshot);
    const session = new Session(snapshot as SessionSnapshot, "Gate@Gate001", ours.caller);
    const verbs: [string, () => Promise<unknown>][] = [
      ["Bind(Sessionid, Userid) [request]", () => session.bind("u9")],
      ["Update(Sessionid) [request]", () => session.update()],
      ["Send(Sessionid, topic, body) [request]", () => session.send("Chat/OnHello", { hi: 1 })],
      ["UnBind(Sessionid) [request]", () => session.unbind()],
      ["Close(Sessionid) [request]", () => session.close()],
    ];
    const partsOf = (body: string) => /"Fn":.*(?=,"Expired")/.exec(body)?.[0];
    for (const [name, verb] of verbs) {
      await verb();
      const sent = peer.requests.at(-1)?.content.toString() ?? "";
      assert.is(partsOf(sent), partsOf(recordedBody(name)), name);
    }
  });

  test("of a broadcast Go's gates get what they know, and refuse to leave somebody out", async () => {
    const { uri } = await sharedRabbitmq();
    const config = mqantConfig(uri, { Gate: "go" });
    await using peer = await GoPeer.connect(uri);
    await peer.serve(addressOf(config, "Gate"), ({ Cid, ReplyTo, Args = [] }) => {
      const refusal = `The number of params ${JSON.stringify(Args)} is not adapted.<func() Value>`;
      const error = Args.length === 2 ? "" : refusal;
      peer.reply(ReplyTo, JSON.stringify({ Cid, Error: error, Result: 3 }));
    });
    await using ours = await WireProcess.start(config, "ours");
    const broadcast = (...rest: unknown[]) =>
      ours.caller.invoke("Gate", "BroadCast", ["Chat/OnAll", [1], ...rest]);
    assert.is(await broadcast(), 3);
    assert.is(await broadcast(1), 3);
    await rejectsWith(broadcast(undefined, SESSION), "invalid_argument");
  });

  test("a gate that answers no session is told apart", async () => {
    const { uri } = await sharedRabbitmq();
    const config = mqantConfig(uri, { Gate: "go" });
    await using peer = await GoPeer.connect(uri);
    await peer.serve(addressOf(config, "Gate"), ({ Cid, ReplyTo }) => {
      peer.reply(ReplyTo, `{"Cid":"${Cid}","Error":"","Result":{"Sessionid":7}}`);
    });
    await using ours = await WireProcess.start(config, "ours");
    const call = ours.caller.invoke("Gate", "Update", [SESSION]);
    const error = await rejectsWith(call, "internal");
    assert.match(error.message, /Gate@Gate001\/Update answered no session/);
    const body = { toBe: NaN };
    await rejectsWith(ours.caller.invoke("Gate", "Send", [SESSION, "x", body]), "invalid_argument");
    await rejectsWith(ours.caller.invoke("Gate", "SendBatch", [7, "x", 1]), "invalid_argument");
  });

  test("a module of Go's can ask a gate of ours", async () => {
    const { uri } = await sharedRabbitmq();
    const config = mqantConfig(uri, { Gate: "ours" });
    const snapshot: SessionSnapshot = {
      sessionId: SESSION,
      userId: "u9",
      serverId: "Gate001",
      network: "tcp",
      ip: "127.0.0.1",
      settings: { a: "1" },
    };
    const given: unknown[] = [];
    const answering = (...args: unknown[]) => {
      given.push(args);
      return snapshot;
    };
    const gate = handlers({
      ...Object.fromEntries("Bind Set Push".split(" ").map((name) => [name, answering])),
      Send: (...args: unknown[]) => {
        given.push(args);
      },
      ...Object.fromEntries(
        "SendBatch SendToGroup BroadCast".split(" ").map((name) => [
          name,
          (...args: unknown[]) => {
            given.push(args);
            return 2;
          },
        ]),
      ),
      Update: () => {
        throw new RpcError("not_found", "no such session");
      },
    });
    await using _ours = await WireProcess.start(config, "ours", { Gate: gate });
    await using peer = await GoPeer.connect(uri);
    const ask = async (name: string, change = (body: string) => body) => {
      const body = change(recordedBody(`${name} [request]`))
        .replace(/"Expired":\d+/, `"Expired":${Date.now() + 5000}`)
        .replace(/"ReplyTo":"[^"]*"/, `"ReplyTo":"${peer.replyTo}"`);
      const { content } = await peer.ask(addressOf(config, "Gate"), body);
      return content.toString();
    };
    const map =
      `{"IP":"127.0.0.1","Network":"tcp","Serverid":"Gate001","Sessionid":"${SESSION}",` +
      `"Settings":{"a":"1"},"Userid":"u9"}`;
    for (const name of [
      "Bind(Sessionid, Userid)",
      "Set(Sessionid, key, value)",
      "Push(Sessionid, Settings)",
    ]) {
      assert.match(await ask(name), new RegExp(`"Error":"","Result":${escaped(map)}}$`));
    }
    assert.match(await ask("Send(Sessionid, topic, body)"), /"Error":"","Result":null}$/);
    const noJson = (body: string) => body.replace(/"eyJ[^"]*"/, '"AP8="');
    await ask("Send(Sessionid, topic, body)", noJson);
    assert.match(await ask("Update(Sessionid)"), /"Error":"\[not_found\] no such session"/);
    // Go's `SendBatch(sessionids, topic, body)` and `BroadCast(topic, body)`; it answers a number.
    const askMany = (Fn: string, Args: unknown[], ArgsType: string[]) =>
      ask("Update(Sessionid)", (body) =>
        JSON.stringify({ ...JSON.parse(body), Fn, Args, ArgsType }),
      );
    const types = ["string", "string", "bytes"];
    assert.match(
      await askMany("SendBatch", [`${SESSION},x`, "Chat/OnAll", "WzFd"], types),
      /"Error":"","Result":2}$/,
    );
    await askMany("SendToGroup", ["room:1", "Chat/OnAll", "WzFd"], types);
    await askMany("BroadCast", ["Chat/OnAll", "WzFd"], ["string", "bytes"]);
    // One of ours, in another process: Go's gates have no third argument.
    const others = { qos: 1, except: SESSION };
    await askMany("BroadCast", ["Chat/OnAll", "WzFd", others], ["string", "bytes", "map"]);
    await askMany("BroadCast", ["Chat/OnAll", "WzFd", {}], ["string", "bytes", "map"]);
    assert.equal(given, [
      [SESSION, "u9"],
      [SESSION, "vip", "true"],
      [SESSION, { a: "1" }],
      [SESSION, "Chat/OnHello", { hi: 1 }],
      [SESSION, "Chat/OnHello", new Uint8Array([0, 255])],
      [[SESSION, "x"], "Chat/OnAll", [1]],
      ["room:1", "Chat/OnAll", [1]],
      ["Chat/OnAll", [1]],
      ["Chat/OnAll", [1], 1, SESSION],
      ["Chat/OnAll", [1], undefined, undefined],
    ]);
  });
});

function escaped(text: string): string {
  return text.replaceAll(/[{}.]/g, String.raw`\$&`);
}
