import { randomBytes } from "node:crypto";
import { createInterface } from "node:readline/promises";
import { parseArgs } from "node:util";
import { RpcError } from "mqant/client";
import { connect } from "mqtt";
import { ChatClient } from "./client/chat-client.ts";
import { lastingConnection } from "./client/lasting-connection.ts";
import { Screen } from "./client/screen.ts";

const HELP = "/who  /rooms  /join <room>  /msg <name> <text>  /quit";

const values = readFlags();

const isTerminal = process.stdin.isTTY && process.stdout.isTTY;
const input = createInterface({
  input: process.stdin,
  output: process.stdout,
  terminal: isTerminal,
  prompt: isTerminal ? "> " : "",
});
const screen = new Screen(process.stdout, input);

const passWord = randomBytes(16).toString("hex");
const chat = new ChatClient(
  connect(values.url, {
    ...lastingConnection(values.name, passWord),
    reconnectPeriod: 1000,
    connectTimeout: 5000,
  }),
  { userName: values.name, passWord, roomName: values.room },
  {
    onState(state) {
      if (state.name === "away") screen.notice("no connection; trying again");
      else if (state.name === "joined") screen.notice(`connected as ${values.name} (${HELP})`);
      else input.close();
    },
    onRoom: (roomName) => screen.notice(`you are in ${roomName}`),
    onMembers() {},
    onMessage: (message) => screen.message(message),
    onArrival: (user) => screen.notice(`${user} joined`),
    onDeparture: (user) => screen.notice(`${user} left`),
  },
);

// A terminal gives Ctrl-C to the input, anything else to the process.
input.on("SIGINT", () => input.close());
process.once("SIGINT", () => input.close());
input.prompt();
for await (const line of input) {
  if (line.trim() === "/quit") break;
  await chat.settled();
  if (chat.state.name !== "joined") break;
  await obey(line.trim()).catch((error: unknown) => screen.error(RpcError.from(error).rawMessage));
  input.prompt();
}

input.close();
await chat.close();
if (chat.state.name === "refused") {
  screen.error(chat.state.reason);
  process.exitCode = 1;
}

function readFlags(): { name: string; room: string; url: string } {
  const options = {
    name: { type: "string", default: `guest${Math.floor(Math.random() * 1000)}` },
    room: { type: "string", default: "lobby" },
    url: { type: "string", default: "mqtt://localhost:3563" },
  } as const;
  try {
    return parseArgs({ options }).values;
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    console.error("usage: chat [--name <name>] [--room <room>] [--url mqtt://host:port]");
    return process.exit(2);
  }
}

async function obey(line: string): Promise<void> {
  const [, command, rest = ""] = /^\/(\S+)\s*(.*)$/u.exec(line) ?? [];
  if (line === "") return;
  if (command === undefined) {
    await chat.say(line);
  } else if (command === "who") {
    screen.notice(chat.members.map(({ user }) => user).join(", "));
  } else if (command === "rooms") {
    const rooms = await chat.rooms();
    screen.notice(rooms.map(({ roomName, users }) => `${roomName} (${users})`).join(", "));
  } else if (command === "join") {
    await chat.changeRoom(rest);
  } else if (command === "msg") {
    // The longest name that fits: names may have blanks.
    const target = chat.members
      .map(({ user }) => user)
      .filter((user) => rest.startsWith(`${user} `))
      .sort((a, b) => b.length - a.length)[0];
    if (target === undefined) screen.error("nobody of that name is here");
    else await chat.say(rest.slice(target.length), target);
  } else {
    screen.notice(HELP);
  }
}
