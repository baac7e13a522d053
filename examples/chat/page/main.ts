import { RpcError } from "mqant/client";
import mqtt from "mqtt";
import type { ChatEvents, ChatState } from "../client/chat-client.ts";
import { ChatClient } from "../client/chat-client.ts";
import { lastingConnection } from "../client/lasting-connection.ts";
import { element } from "./element.ts";
import { lastName, passWord, rememberName } from "./identity.ts";
import { MessageList } from "./message-list.ts";
import { showMembers, showRooms, showTargets } from "./side-lists.ts";

const entrance = element("entrance", HTMLElement);
const entranceForm = element("entrance-form", HTMLFormElement);
const entranceError = element("entrance-error", HTMLElement);
const enterButton = element("enter", HTMLButtonElement);
const nameInput = element("name", HTMLInputElement);
const roomInput = element("room", HTMLInputElement);

const chatView = element("chat", HTMLElement);
const menuButton = element("menu", HTMLButtonElement);
const roomTitle = element("room-name", HTMLElement);
const roomSize = element("room-size", HTMLElement);
const stateLine = element("state", HTMLElement);
const roomList = element("rooms", HTMLElement);
const memberList = element("members", HTMLElement);
const newRoomForm = element("new-room-form", HTMLFormElement);
const newRoomInput = element("new-room", HTMLInputElement);
const sayForm = element("say-form", HTMLFormElement);
const targetSelect = element("target", HTMLSelectElement);
const contentInput = element("content", HTMLInputElement);
const errorLine = element("error", HTMLElement);
const messages = new MessageList(element("messages", HTMLElement));

const STATE_TEXTS: Readonly<Record<ChatState["name"], string>> = {
  connecting: "Connecting…",
  joined: "Connected",
  away: "Reconnecting…",
  refused: "Not connected",
  closed: "Not connected",
};

let chat: ChatClient | undefined;

nameInput.value = lastName();
roomInput.value = roomOfAddress() ?? "lobby";

entranceForm.addEventListener("submit", (event) => {
  event.preventDefault();
  const empty = [nameInput, roomInput].find((input) => input.value.trim() === "");
  if (empty !== undefined) {
    showEntranceError(`Please enter a ${empty.name}.`);
    empty.focus();
    return;
  }
  void enter(nameInput.value.trim(), roomInput.value.trim());
});

sayForm.addEventListener("submit", (event) => {
  event.preventDefault();
  void say(contentInput.value);
});

newRoomForm.addEventListener("submit", (event) => {
  event.preventDefault();
  const roomName = newRoomInput.value.trim();
  newRoomInput.value = "";
  if (roomName !== "") void goTo(roomName);
});

element("leave", HTMLButtonElement).addEventListener("click", () => void chat?.close());
menuButton.addEventListener("click", () => showMenu(!chatView.classList.contains("menu-open")));
document.addEventListener("keydown", ({ key }) => {
  if (key !== "Escape" || !chatView.classList.contains("menu-open")) return;
  showMenu(false);
  menuButton.focus();
});

async function enter(userName: string, roomName: string): Promise<void> {
  enterButton.disabled = true;
  entranceError.hidden = true;
  try {
    const mqttClient = mqtt.connect(await gateUrl(), {
      ...lastingConnection(userName, passWord()),
      reconnectPeriod: 1000,
      connectTimeout: 5000,
      keepalive: 20,
      // A page in the background may be slowed down; a worker for the timer is not worth it here.
      timerVariant: "native",
    });
    chat = new ChatClient(mqttClient, { userName, passWord: passWord(), roomName }, events);
    rememberName(userName);
  } catch {
    enterButton.disabled = false;
    showEntranceError("The chat can't be reached at the moment. Please try again.");
  }
}

/** The room behind the # of an address that somebody shared. */
function roomOfAddress(): string | undefined {
  try {
    return decodeURIComponent(location.hash.slice(1)) || undefined;
  } catch {
    return undefined; // cut off in the middle of an escape
  }
}

async function gateUrl(): Promise<string> {
  const response = await fetch("/gate.json");
  const { port } = (await response.json()) as { port: number }; // web.ts sends it
  return `${location.protocol === "https:" ? "wss" : "ws"}://${location.hostname}:${port}`;
}

const events: ChatEvents = {
  onState(state) {
    stateLine.textContent =
      state.name === "joined" && state.isResumed ? "Connected again" : STATE_TEXTS[state.name];
    stateLine.dataset["state"] = state.name;
    if (state.name === "joined") showChat();
    else if (state.name === "refused") showEntrance(sentence(state.reason));
    else if (state.name === "closed") showEntrance();
    else if (chatView.hidden) showEntranceError("The chat can't be reached. Trying again…");
  },
  onRoom(roomName) {
    messages.clear();
    roomTitle.textContent = roomName;
    document.title = `${roomName} · Chat`;
    history.replaceState(null, "", `#${encodeURIComponent(roomName)}`);
  },
  onMembers(members) {
    const me = chat?.userName ?? "";
    roomSize.textContent = `${members.length} here`;
    showMembers(memberList, members, me);
    showTargets(targetSelect, members, me);
  },
  onMessage(message) {
    messages.addMessage(message, message.from === chat?.userName);
  },
  onArrival: (user) => messages.addNotice(`${user} joined`),
  onDeparture: (user) => messages.addNotice(`${user} left`),
  onRooms(rooms) {
    showRooms(roomList, rooms, chat?.roomName ?? "", (roomName) => void goTo(roomName));
  },
};

async function say(content: string): Promise<void> {
  if (chat === undefined || content.trim() === "") return;
  const target = targetSelect.value === "*" ? undefined : targetSelect.value;
  try {
    await chat.say(content, target);
    // What was typed meanwhile stays.
    if (contentInput.value === content) contentInput.value = "";
    errorLine.hidden = true;
  } catch (error) {
    showError(error);
  }
}

async function goTo(roomName: string): Promise<void> {
  if (chat === undefined) return;
  showMenu(false);
  if (roomName === chat.roomName) return;
  try {
    await chat.changeRoom(roomName);
    errorLine.hidden = true;
    contentInput.focus();
    events.onRooms?.(await chat.rooms());
  } catch (error) {
    showError(error);
  }
}

function showChat(): void {
  errorLine.hidden = true;
  if (!chatView.hidden) return;
  entrance.hidden = true;
  chatView.hidden = false;
  contentInput.focus();
}

function showEntrance(problem?: string): void {
  chat = undefined;
  messages.clear();
  showMenu(false);
  chatView.hidden = true;
  entrance.hidden = false;
  enterButton.disabled = false;
  document.title = "Chat";
  if (problem === undefined) entranceError.hidden = true;
  else showEntranceError(problem);
  nameInput.focus();
}

function showEntranceError(text: string): void {
  entranceError.textContent = text;
  entranceError.hidden = false;
}

function showMenu(open: boolean): void {
  chatView.classList.toggle("menu-open", open);
  menuButton.ariaExpanded = String(open);
}

function showError(error: unknown): void {
  const { code, rawMessage } = RpcError.from(error);
  const isAway = code === "lost" || code === "unavailable" || code === "deadline_exceeded";
  errorLine.textContent = isAway
    ? "Not sent: the connection is down. It will be back by itself."
    : sentence(rawMessage);
  errorLine.hidden = false;
}

function sentence(text: string): string {
  return `${text.slice(0, 1).toLocaleUpperCase()}${text.slice(1)}.`;
}
