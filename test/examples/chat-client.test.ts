import * as assert from "uvu/assert";
import { ChatClient } from "../../examples/chat/client/chat-client.ts";
import { eventually } from "../support/eventually.ts";
import { suite } from "../support/suite.ts";
import { ScriptedGate } from "../runtime/client/scripted-gate.ts";

const reply = (result: unknown): string => JSON.stringify({ Error: "", Result: result });
const member = (user: string) => ({ user, hue: 1 });

suite("the chat's client", (test) => {
  test("who arrives while a join is being answered is not forgotten", async () => {
    // Somebody else joins right after: that push may overtake the reply, which doesn't list them.
    await using gate = await ScriptedGate.start(({ topic }) => {
      if (topic.startsWith("Chat/HD_ListRooms/")) return [[topic, reply([])]];
      if (!topic.startsWith("Chat/HD_JoinChat/")) return [[topic, reply(null)]];
      const joined = { roomName: "lobby", users: ["Ann"], members: [member("Ann")], recent: [] };
      const arrival = JSON.stringify({ roomName: "lobby", ...member("Bob") });
      return [
        ["Chat/OnJoin", arrival],
        [topic, reply(joined)],
      ];
    });
    let members: string[] = [];
    const identity = { userName: "Ann", passWord: "x", roomName: "lobby" };
    const chat = new ChatClient(await gate.connect(), identity, {
      onState: () => {},
      onRoom: () => {},
      onMembers: (all) => (members = all.map(({ user }) => user)),
      onMessage: () => {},
    });
    await eventually(() => chat.state.name === "joined", "Ann joined");
    assert.equal(members, ["Ann", "Bob"]);
    await chat.close();
  });

  test("comes in again to say something when its room has forgotten it", async () => {
    // As a process that was started anew does: it knows a member after the next join.
    let joins = 0;
    await using gate = await ScriptedGate.start(({ topic }) => {
      if (topic.startsWith("Chat/HD_ListRooms/")) return [[topic, reply([])]];
      if (topic.startsWith("Chat/HD_JoinChat/")) {
        joins += 1;
        const members = joins === 1 ? ["Ann", "Bob"] : ["Ann"];
        const joined = { roomName: "lobby", users: members, members: members.map(member) };
        return [[topic, reply({ ...joined, recent: [] })]];
      }
      const isUnknown = topic.startsWith("Chat/HD_Say/") && joins < 2;
      const refusal = { Error: "you are not in the room", Code: "failed_precondition" };
      return [[topic, isUnknown ? JSON.stringify(refusal) : reply({ id: "1", reached: 1 })]];
    });
    const identity = { userName: "Ann", passWord: "x", roomName: "lobby" };
    const chat = new ChatClient(await gate.connect(), identity, {
      onState: () => {},
      onRoom: () => {},
      onMembers: () => {},
      onMessage: () => {},
    });
    await eventually(() => chat.state.name === "joined", "Ann joined");
    assert.equal(await chat.say("hello"), { id: "1", reached: 1 });
    assert.equal(chat.members, [member("Ann")]);
    await chat.close();
  });
});
