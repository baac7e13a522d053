import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { transform } from "esbuild";

/**
 * Where the page's scripts come from, by the first part of their address. They keep their names: a
 * browser minds the type of what it gets, not that its name ends with `.ts`.
 */
const FOLDERS: Readonly<Record<string, URL>> = {
  page: new URL("page/", import.meta.url),
  client: new URL("client/", import.meta.url),
  generated: new URL("generated/", import.meta.url),
  // The installed package: `dist/` of a release, the sources inside this repository.
  mqant: new URL("../", import.meta.resolve("mqant/client")),
};
/** Addresses for the page's import map. */
const PACKAGES: Readonly<Record<string, string>> = {
  "/packages/mqant-client": `/mqant/client/${fileNameOf(import.meta.resolve("mqant/client"))}`,
};
const MQTT = new URL(import.meta.resolve("mqtt/dist/mqtt.esm"));

/** A script as the browser gets it, or the address where it is. */
export type BrowserScript = { readonly code: string } | { readonly movedTo: string };

/** The scripts of the chat's page, with the types taken out of them when they are first asked for. */
export class BrowserScripts {
  readonly #scripts = new Map<string, Promise<BrowserScript>>();

  /** The script at a path such as `/page/main.ts`, or `undefined` if the page has none there. */
  async get(path: string): Promise<BrowserScript | undefined> {
    const movedTo = Object.hasOwn(PACKAGES, path) ? PACKAGES[path] : undefined;
    if (movedTo !== undefined) return { movedTo };
    const url = path === "/packages/mqtt" ? MQTT : scriptUrl(path);
    if (url === undefined) return undefined;
    try {
      return await this.#load(url);
    } catch {
      this.#scripts.delete(url.href);
      return undefined;
    }
  }

  #load(url: URL): Promise<BrowserScript> {
    const script = this.#scripts.get(url.href) ?? readScript(url);
    this.#scripts.set(url.href, script);
    return script;
  }
}

function scriptUrl(path: string): URL | undefined {
  // No dots but the last one: no way out of the folders.
  const match = /^\/(\w+)\/((?:[\w-]+\/)*[\w-]+\.[jt]s)$/u.exec(path);
  const [, folder, file] = match ?? [];
  if (folder === undefined || file === undefined || !Object.hasOwn(FOLDERS, folder))
    return undefined;
  // Of the package, what a browser needs: the client runtime and its errors.
  if (folder === "mqant" && !/^(client\/|errors\.)/u.test(file)) return undefined;
  return new URL(file, FOLDERS[folder]);
}

async function readScript(url: URL): Promise<BrowserScript> {
  const source = await readFile(fileURLToPath(url), "utf8");
  if (!url.pathname.endsWith(".ts")) return { code: source };
  const { code } = await transform(source, {
    loader: "ts",
    target: "es2022",
    sourcemap: "inline",
    sourcefile: url.pathname.slice(1),
  });
  return { code };
}

function fileNameOf(url: string): string {
  return url.slice(url.lastIndexOf("/") + 1);
}
