import { spawn } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { freePort } from "../support/free-port.ts";

const EXAMPLE = fileURLToPath(new URL("../../examples/chat/", import.meta.url));

/** The chat example as its own process, as `npm start` runs it, on free ports. */
export class ChatServer implements AsyncDisposable {
  /** Where the page is. */
  readonly url: string;
  /** Where MQTT clients connect by TCP. */
  readonly mqttUrl: string;
  readonly #folder: string;
  #process: ChildProcess | undefined;

  private constructor(folder: string, webPort: number, tcpPort: number) {
    this.#folder = folder;
    this.url = `http://127.0.0.1:${webPort}`;
    this.mqttUrl = `mqtt://127.0.0.1:${tcpPort}`;
  }

  static async start(): Promise<ChatServer> {
    const [web, ws, tcp] = [await freePort(), await freePort(), await freePort()];
    const folder = await mkdtemp(join(tmpdir(), "mqant-chat-"));
    await writeFile(join(folder, "server.json"), JSON.stringify(config(web, ws, tcp)));
    const server = new ChatServer(folder, web, tcp);
    await server.restart();
    return server;
  }

  /** Starts it again on the same ports, after {@link stop}. */
  async restart(): Promise<void> {
    const conf = join(this.#folder, "server.json");
    const child = spawn(process.execPath, ["--import", "tsx", "main.ts", "--conf", conf], {
      cwd: EXAMPLE,
      stdio: ["ignore", "pipe", "inherit"],
    });
    this.#process = child;
    const seen: string[] = [];
    for await (const line of createInterface({ input: child.stdout })) {
      seen.push(line);
      if (line.includes("Web@Web001 is up")) {
        child.stdout.resume(); // a full pipe would stop the process
        return;
      }
    }
    throw new Error(`the chat did not start:\n${seen.join("\n")}`);
  }

  /** Ends it in good order and returns its exit code. */
  async stop(): Promise<number | null> {
    const child = this.#process;
    this.#process = undefined;
    if (child === undefined) return null;
    child.kill("SIGTERM");
    if (child.exitCode === null) await once(child, "exit");
    return child.exitCode;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.stop();
    await rm(this.#folder, { recursive: true, force: true });
  }
}

function config(web: number, ws: number, tcp: number) {
  const ProcessID = "development";
  const WSAddr = `127.0.0.1:${ws}`;
  const TCPAddr = `127.0.0.1:${tcp}`;
  const HTTPAddr = `127.0.0.1:${web}`;
  return {
    Module: {
      Gate: [{ Id: "Gate001", ProcessID, Settings: { WSAddr, TCPAddr, allowedOrigins: ["*"] } }],
      Login: [{ Id: "Login001", ProcessID }],
      Chat: [{ Id: "Chat001", ProcessID }],
      Web: [{ Id: "Web001", ProcessID, Settings: { HTTPAddr, GatePort: ws } }],
    },
  };
}
