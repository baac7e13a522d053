import mqtt from "mqtt";
import { mqttTransport } from "mqant/client";
import { GateClient, type Message } from "../src/generated/gate.ts";

const entrance = element("entrance", HTMLFormElement);
const nameInput = element("name", HTMLInputElement);
const room = element("room", HTMLElement);
const messages = element("messages", HTMLElement);
const say = element("say", HTMLFormElement);
const textInput = element("text", HTMLInputElement);
const state = element("state", HTMLElement);

const connection = await connect();
const client = new GateClient(mqttTransport(connection));
client.on("Chat/OnMessage", showMessage);
state.textContent = "Connected";
connection.on("close", () => (state.textContent = "The connection is lost; reload the page."));

entrance.addEventListener("submit", (event) => {
  event.preventDefault();
  void tell(async () => {
    const members = await client.chat.join({ name: nameInput.value });
    state.textContent = `Here: ${members.join(", ")}`;
    entrance.hidden = true;
    room.hidden = false;
    textInput.focus();
  });
});

say.addEventListener("submit", (event) => {
  event.preventDefault();
  void tell(async () => {
    await client.chat.say({ text: textInput.value });
    textInput.value = "";
  });
});

async function connect(): Promise<mqtt.MqttClient> {
  const response = await fetch("/gate.json");
  const { port } = (await response.json()) as { port: number }; // as src/page.ts sends it
  const protocol = location.protocol === "https:" ? "wss" : "ws";
  return await mqtt.connectAsync(`${protocol}://${location.hostname}:${port}`, {
    reconnectPeriod: 0, // the gate has forgotten who was here
  });
}

function showMessage({ from, text, at }: Message): void {
  const line = document.createElement("li");
  line.textContent = `${at.toLocaleTimeString()} ${from}: ${text}`;
  messages.append(line);
}

/** Does something, and shows what went wrong. */
async function tell(work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    state.textContent = error instanceof Error ? error.message : String(error);
  }
}

function element<T extends HTMLElement>(id: string, kind: new () => T): T {
  const found = document.getElementById(id);
  if (found instanceof kind) return found;
  throw new Error(`the page has no ${kind.name} "${id}"`);
}
