import { createRequire } from "node:module";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type * as Mqtt from "mqtt";
import { ConfigError } from "../config-error.ts";
import type { ExampleOutcome } from "./recording.ts";

/** Where a gate is, and who asks. */
export interface GateAddress {
  /** `ws://host:port`, `mqtt://…`, `wss://…` or `mqtts://…`, perhaps with `user:password@`. */
  address: string;
  username?: string | undefined;
  password?: string | undefined;
  /** For connecting, and for each reply, in milliseconds. */
  timeoutMs: number;
  /** The project's folder, whose package mqtt will do. */
  root: string;
}

/** A client of a running gate, as any MQTT client is one. */
export class GateConnection {
  readonly #client: Mqtt.MqttClient;
  readonly #timeoutMs: number;
  #requests = 0;

  private constructor(client: Mqtt.MqttClient, timeoutMs: number) {
    this.#client = client;
    this.#timeoutMs = timeoutMs;
    // Without a listener an error would end the process; what waits hears of the end.
    client.on("error", () => {});
  }

  /** @throws {ConfigError} if the package mqtt is missing, or the gate can't be reached or refuses. */
  static async open({
    address,
    username,
    password,
    timeoutMs,
    root,
  }: GateAddress): Promise<GateConnection> {
    const { connectAsync } = await loadMqtt(root);
    try {
      const client = await connectAsync(
        address,
        {
          reconnectPeriod: 0,
          connectTimeout: timeoutMs,
          ...(username === undefined ? {} : { username }),
          ...(password === undefined ? {} : { password }),
        },
        false,
      );
      return new GateConnection(client, timeoutMs);
    } catch (error) {
      const reason = error instanceof Error ? error.message || error.name : String(error);
      throw failed(
        `can't connect to ${withoutSecrets(address)}: ${reason}; is the program running, with a gate there that lets this client in?`,
        error,
      );
    }
  }

  /**
   * Sends a body to a handler, and waits for what comes of it.
   *
   * @throws {ConfigError} if the connection ends meanwhile.
   */
  async request(handler: string, body: unknown): Promise<ExampleOutcome> {
    const topic = `${handler}/${++this.#requests}`;
    const client = this.#client;
    let stop = (): void => {};
    try {
      return await new Promise<ExampleOutcome>((resolve, reject) => {
        const onMessage = (from: string, payload: Uint8Array): void => {
          const outcome = from === topic ? readReply(payload) : undefined;
          if (outcome !== undefined) resolve(outcome);
        };
        const onClose = (): void => reject(failed(`the gate closed the connection at ${topic}`));
        const timer = setTimeout(() => resolve({ silentForMs: this.#timeoutMs }), this.#timeoutMs);
        stop = () => {
          clearTimeout(timer);
          client.off("message", onMessage).off("close", onClose);
        };
        client.on("message", onMessage).on("close", onClose);
        if (!client.connected) onClose();
        client.publish(topic, JSON.stringify(body));
      });
    } finally {
      stop();
    }
  }

  async close(): Promise<void> {
    await this.#client.endAsync(true);
  }
}

/** The project's mqtt, or whichever is beside the generator. */
async function loadMqtt(root: string): Promise<typeof Mqtt> {
  try {
    const own = createRequire(join(root, "package.json")).resolve("mqtt");
    // Whatever version it is, it is told by the peer dependency.
    return (await import(pathToFileURL(own).href)) as typeof Mqtt;
  } catch {
    try {
      return await import("mqtt");
    } catch (error) {
      throw failed("the package mqtt is needed: npm install --save-dev mqtt", error);
    }
  }
}

/** The gate's reply; `undefined` for what is none. */
function readReply(payload: Uint8Array): ExampleOutcome | undefined {
  let body: unknown;
  try {
    body = JSON.parse(Buffer.from(payload).toString("utf8"));
  } catch {
    return undefined;
  }
  if (typeof body !== "object" || body === null || !("Error" in body)) return undefined;
  if (body.Error === "") return { result: "Result" in body ? body.Result : null };
  const code = "Code" in body ? String(body.Code) : "unknown";
  return { error: { code, text: String(body.Error) } };
}

function withoutSecrets(address: string): string {
  return address.replace(/\/\/[^/@]*@/, "//");
}

function failed(message: string, cause?: unknown): ConfigError {
  return new ConfigError("--gate", [{ path: "", message }], { cause });
}
