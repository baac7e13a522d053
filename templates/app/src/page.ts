import { once } from "node:events";
import { readFile } from "node:fs/promises";
import { createServer, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { BaseModule, readSettings, type App, type ModuleSettings } from "mqant";
import * as z from "zod";

const settingsSchema = z.strictObject({
  /** Where the page is served. */
  HTTPPort: z.int().min(0).max(65_535),
  /** The port of the gate's WebSocket, on the host that the page came from. */
  GatePort: z.int().min(1).max(65_535),
});

const folder = new URL("../page/", import.meta.url);

/** Serves the web page. */
export class Page extends BaseModule {
  readonly #server = createServer((request, response) => {
    this.#serve(request.url ?? "/", response).catch((error: unknown) => {
      this.log.error({ err: error, url: request.url }, "the page could not be served");
      response.writeHead(500).end();
    });
  });
  #settings: z.infer<typeof settingsSchema> | undefined;
  #script: Promise<string> | undefined;

  override getType() {
    return "Page";
  }

  override async onInit(app: App, settings: ModuleSettings) {
    await super.onInit(app, settings);
    this.#settings = readSettings(settings, settingsSchema);
  }

  async onStart() {
    this.#server.listen(this.#settings?.HTTPPort);
    await once(this.#server, "listening");
    this.log.info({}, `the page is at http://localhost:${this.port}`);
  }

  override async onDestroy() {
    if (!this.#server.listening) return;
    this.#server.close();
    this.#server.closeAllConnections();
    await once(this.#server, "close");
  }

  /** Where the page is served, once it is. */
  get port(): number {
    // A server that listens on a port has an address of this form.
    return (this.#server.address() as AddressInfo).port;
  }

  async #serve(url: string, response: ServerResponse): Promise<void> {
    const [path] = url.split("?");
    const send = (type: string, body: string): void => {
      response.setHeader("content-type", `${type}; charset=utf-8`);
      response.setHeader("cache-control", "no-cache");
      response.end(body);
    };
    if (path === "/") send("text/html", await text("index.html"));
    else if (path === "/style.css") send("text/css", await text("style.css"));
    else if (path === "/main.js") send("text/javascript", await (this.#script ??= bundle()));
    else if (path === "/gate.json") {
      send("application/json", JSON.stringify({ port: this.#settings?.GatePort }));
    } else response.writeHead(404).end();
  }
}

async function text(name: string): Promise<string> {
  return await readFile(new URL(name, folder), "utf8");
}

/** The page's script with all that it imports: the generated client of the gate, and MQTT.js. */
async function bundle(): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [fileURLToPath(new URL("main.ts", folder))],
    bundle: true,
    format: "esm",
    minify: true,
    write: false,
  });
  return outputFiles.map((file) => file.text).join("");
}
