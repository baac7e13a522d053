import { createHash } from "node:crypto";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import type { IncomingMessage, Server, ServerResponse } from "node:http";
import { createServer } from "node:http";
import { fileURLToPath } from "node:url";
import type { App, ModuleSettings } from "mqant";
import { BaseModule, readSettings } from "mqant";
import sirv from "sirv";
import { BrowserScripts } from "./browser-scripts.ts";
import { hostAndPort, pageUrl, webSettings } from "./web-settings.ts";

const PAGE = fileURLToPath(new URL("page/", import.meta.url));

/** Serves the chat's page. */
export class Web extends BaseModule {
  readonly #scripts = new BrowserScripts();
  readonly #files = sirv(PAGE, { dev: true });
  readonly #securityPolicy = securityPolicy();
  readonly #server: Server = createServer((request, response) => {
    this.#serve(request, response).catch((error: unknown) => {
      this.log.error({ err: error, url: request.url }, "a request could not be served");
      response.writeHead(500).end();
    });
  });
  #address = "";
  #gatePort = 0;

  override getType() {
    return "Web";
  }

  override version() {
    return "1.0.0";
  }

  override async onInit(app: App, settings: ModuleSettings) {
    await super.onInit(app, settings);
    const { HTTPAddr, GatePort } = readSettings(settings, webSettings);
    this.#address = HTTPAddr;
    this.#gatePort = GatePort;
  }

  async onStart() {
    const { host, port } = hostAndPort(this.#address);
    if (host === "") this.#server.listen(port);
    else this.#server.listen(port, host);
    await once(this.#server, "listening");
    this.log.info({ port }, `the chat is at ${pageUrl(this.#address)}`);
  }

  override async onDestroy() {
    if (!this.#server.listening) return;
    this.#server.close();
    this.#server.closeAllConnections();
    await once(this.#server, "close");
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    // Not by URL, which throws for what any client may send.
    const [path = "/"] = (request.url ?? "/").split(/[?#]/u);
    response.setHeader("content-security-policy", this.#securityPolicy);
    response.setHeader("x-content-type-options", "nosniff");
    response.setHeader("referrer-policy", "no-referrer");
    response.setHeader("cache-control", "no-cache");
    if (path === "/gate.json") {
      response.setHeader("content-type", "application/json");
      response.end(JSON.stringify({ port: this.#gatePort }));
      return;
    }
    const script = await this.#scripts.get(path);
    if (script === undefined) {
      this.#files(request, response);
    } else if ("movedTo" in script) {
      response.writeHead(302, { location: script.movedTo }).end();
    } else {
      response.setHeader("content-type", "text/javascript; charset=utf-8");
      response.end(script.code);
    }
  }
}

/** Only what comes from here runs; the one inline script, the import map, is named by its hash. */
function securityPolicy(): string {
  const page = readFileSync(new URL("page/index.html", import.meta.url), "utf8");
  const importMap = /<script type="importmap">([^]*?)<\/script>/u.exec(page)?.[1] ?? "";
  const hash = createHash("sha256").update(importMap).digest("base64");
  return [
    "default-src 'none'",
    `script-src 'self' 'sha256-${hash}'`,
    "style-src 'self'",
    "img-src 'self'",
    // The gate listens on another port of this host, whatever name the host was called by.
    "connect-src 'self' ws: wss:",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join("; ");
}
