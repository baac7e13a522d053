import { createApp, parseConfig } from "mqant";
import { connect } from "mqtt";
import * as assert from "uvu/assert";
import { ChatClient, type ChatEvents } from "../../examples/chat/client/chat-client.ts";
import { lastingConnection } from "../../examples/chat/client/lasting-connection.ts";
import { eventually } from "../support/eventually.ts";
import { MemoryLog } from "../support/memory-log.ts";
import { suite } from "../support/suite.ts";
import { TcpProxy } from "../support/tcp-proxy.ts";
import { chatParts } from "./chat-parts.ts";

const { Chat, ChatGate, Login, schemas } = await chatParts();

/** Somebody in the lobby, and what they see. */
function enter(userName: string, port: number) {
  const seen: string[] = [];
  const events: ChatEvents = {
    onState: (state) =>
      seen.push(state.name === "joined" && state.isResumed ? "again" : state.name),
    onRoom: () => {},
    onMembers: () => {},
    onMessage: ({ from, msg }) => seen.push(`${from}: ${msg}`),
    onArrival: (user) => seen.push(`${user} joined`),
    onDeparture: (user) => seen.push(`${user} left`),
  };
  const mqtt = connect(`mqtt://127.0.0.1:${port}`, {
    ...lastingConnection(userName, "secret"),
    reconnectPeriod: 20,
  });
  const chat = new ChatClient(mqtt, { userName, passWord: "secret", roomName: "lobby" }, events);
  return {
    seen,
    chat,
    sees: (what: string) => eventually(() => seen.includes(what), `${userName} sees "${what}"`),
    [Symbol.asyncDispose]: () => chat.close(),
  };
}

suite("the chat over a connection that breaks", (test) => {
  test("who comes back soon has missed nothing, and nobody else notices", async () => {
    const Settings = { TCPAddr: "127.0.0.1:0", resume: true, pushQos: 1 };
    const entry = (Id: string) => ({ Id, ProcessID: "development" });
    const Module = {
      Gate: [{ ...entry("Gate001"), Settings }],
      Login: [entry("Login001")],
      Chat: [entry("Chat001")],
    };
    await using app = createApp({ log: new MemoryLog(), schemas });
    app.configure(parseConfig(JSON.stringify({ Module }), "test.json"));
    const gate = new ChatGate();
    await app.start(gate, new Login(), new Chat());
    const port = gate.addresses()[0]?.port ?? 0;
    await using proxy = await TcpProxy.start(port);
    await using ann = enter("Ann", proxy.port);
    await ann.sees("joined");
    await using bob = enter("Bob", port);
    await bob.sees("joined");
    await ann.sees("Bob joined");
    // What she has not acknowledged would rightly come again.
    await eventually(() => [...gate.sessions()].every(({ unacknowledged: n }) => n === 0));

    await proxy.refuse();
    await ann.sees("away");
    await eventually(() => app.metrics().clientsAway === 1);
    await bob.chat.say("Are you there?");
    await proxy.accept();
    await ann.sees("again");
    await ann.chat.say("Yes");
    await bob.sees("Ann: Yes");
    assert.equal(ann.seen, [
      "joined",
      "Bob joined",
      "away",
      "Bob: Are you there?",
      "again",
      "Ann: Yes",
    ]);
    assert.equal(bob.seen, ["joined", "Bob: Are you there?", "Ann: Yes"]);
  });
});
