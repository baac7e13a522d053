import { existsSync } from "node:fs";
import { pathToFileURL, fileURLToPath } from "node:url";
import type { Browser, BrowserContextOptions, Page } from "playwright-core";
import * as assert from "uvu/assert";
import { planDocs } from "../../generator/emit/docs/plan-docs.ts";
import { readContract } from "../../generator/read/read-contract.ts";
import { suite } from "../support/suite.ts";
import { TemporaryFolder } from "../support/temporary-folder.ts";
import { ARTEFACTS, CHROMIUM, launchBrowser } from "./chat-page.ts";

const CHAT = fileURLToPath(new URL("../../examples/chat/", import.meta.url));

let made: string | undefined;

/** The page about the chat. */
function chatPage(): string {
  if (made !== undefined) return made;
  const out = `${CHAT}generated`;
  const { contract, diagnostics } = readContract({ project: `${CHAT}tsconfig.json`, out });
  assert.equal(diagnostics, []);
  const info = {
    title: "Chat",
    version: "1.0.0",
    servers: {},
    internal: true,
    refusesUnknownKeys: true,
  };
  const options = { version: "1.2.3", root: CHAT, out, extension: ".ts", folder: "docs" } as const;
  const [page] = planDocs(contract, info, options);
  return (made = String(page?.text));
}

/** The documentation of the chat, opened from its file. */
class Documentation implements AsyncDisposable {
  readonly page: Page;
  /** What was asked for besides the page, and what it complained about. */
  readonly complaints: string[] = [];
  readonly #browser: Browser;
  readonly #folder: TemporaryFolder;

  private constructor(page: Page, browser: Browser, folder: TemporaryFolder, url: string) {
    this.page = page;
    this.#browser = browser;
    this.#folder = folder;
    page.on("pageerror", (error) => this.complaints.push(error.message));
    page.on("console", (message) => this.complaints.push(message.text()));
    page.on("request", (request) => {
      if (!request.url().startsWith(url)) this.complaints.push(request.url());
    });
  }

  static async open(options: BrowserContextOptions = {}, fragment = ""): Promise<Documentation> {
    const folder = await TemporaryFolder.with({ "index.html": chatPage() });
    const browser = await launchBrowser();
    const context = await browser.newContext({ reducedMotion: "reduce", ...options });
    const url = pathToFileURL(folder.file("index.html")).href;
    const docs = new Documentation(await context.newPage(), browser, folder, url);
    await docs.page.goto(url + fragment);
    return docs;
  }

  /** The names of handlers, pushes and types that are to be seen. */
  async shown(): Promise<string[]> {
    const names = await this.page.locator(".entry:visible .self").allTextContents();
    return names.map((name) => name.trim());
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#browser.close();
    await this.#folder[Symbol.asyncDispose]();
    assert.equal(this.complaints, []);
  }
}

suite("the documentation in a browser", (test) => {
  if (!existsSync(CHROMIUM)) {
    test.skip("everything", `there is no browser at ${CHROMIUM}`);
    return;
  }

  test("is searched by keys alone: slash, words, arrows, enter and escape", async () => {
    await using docs = await Documentation.open();
    const { page } = docs;
    const all = await docs.shown();
    assert.ok(all.length > 20);
    await page.keyboard.press("/");
    await page.keyboard.type("room full");
    assert.equal(await docs.shown(), ["HD_ListRooms"]);
    await page.keyboard.press("ArrowDown");
    assert.is(await page.evaluate("document.activeElement.textContent"), "HD_ListRooms");
    await page.keyboard.press("Enter");
    assert.match(page.url(), /#Chat\.HD_ListRooms$/);
    await page.keyboard.press("Escape");
    assert.equal(await docs.shown(), all);
    await page.keyboard.press("/");
    await page.keyboard.type("no such thing");
    await page.getByText("Nothing matches.").waitFor();
    await page.getByRole("button", { name: "Clear the search" }).click();
    assert.equal(await docs.shown(), all);
  });

  test("finds handlers by what they throw, and types by their fields", async () => {
    await using docs = await Documentation.open();
    const search = docs.page.getByRole("searchbox");
    await search.fill("already_exists");
    assert.equal(await docs.shown(), ["HD_Login"]);
    await search.fill("hue degrees");
    assert.equal(await docs.shown(), []);
    await search.fill("onjoin");
    assert.equal(await docs.shown(), ["Chat/OnJoin", "OnJoin"]);
  });

  test("leads from a type's name to the type, also while a search hides it", async () => {
    await using docs = await Documentation.open();
    await docs.page.getByRole("searchbox").fill("HD_JoinChat");
    await docs.page.locator(".entry:visible .signature").getByText("JoinReply").click();
    const target = docs.page.locator("#type-JoinReply");
    await target.waitFor();
    assert.match(await target.innerText(), "What somebody who enters a room finds there.");
  });

  test("shows the examples of the sources", async () => {
    await using docs = await Documentation.open();
    const login = docs.page.locator("#Login\\.HD_Login");
    assert.is(await login.locator(".proof").innerText(), "checked, not run");
    assert.match(await login.locator("pre").first().innerText(), '"passWord": "secret"');
  });

  test("is light or dark as the system is, until the reader chooses", async () => {
    for (const colorScheme of ["light", "dark"] as const) {
      await using docs = await Documentation.open(
        { colorScheme, viewport: { width: 1400, height: 1000 } },
        "#Chat.HD_Say",
      );
      const paper = (): Promise<string> =>
        docs.page.evaluate("getComputedStyle(document.body).backgroundColor");
      const before = await paper();
      assert.is(before, colorScheme === "light" ? "rgb(255, 255, 255)" : "rgb(20, 23, 28)");
      await docs.page.screenshot({ path: `${ARTEFACTS}docs-${colorScheme}.png` });
      await docs.page.getByRole("button", { name: "Switch between light and dark" }).click();
      assert.is.not(await paper(), before);
    }
  });

  test("fits a telephone", async () => {
    await using docs = await Documentation.open({ viewport: { width: 360, height: 740 } });
    const { page } = docs;
    const width = (): Promise<number> => page.evaluate("document.documentElement.scrollWidth");
    assert.is(await width(), 360);
    assert.not.ok(await page.locator("nav a").first().isVisible());
    await page.getByText("Contents", { exact: true }).click();
    await page.getByRole("link", { name: "HD_Say" }).first().click();
    assert.is(await width(), 360);
    await page.screenshot({ path: `${ARTEFACTS}docs-narrow.png` });
  });
});
