import { mkdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { Browser, BrowserContextOptions, Locator, Page } from "playwright-core";
import { chromium } from "playwright-core";

/** Debian's. */
export const CHROMIUM = "/usr/bin/chromium";

/** Where pictures for people are kept. */
export const ARTEFACTS: string = fileURLToPath(new URL("../../artefacts/", import.meta.url));
const FLAGS = [
  "--headless",
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

/** A browser with a fresh profile. */
export async function launchBrowser(): Promise<Browser> {
  return await chromium.launch({ executablePath: CHROMIUM, args: FLAGS });
}

/** The chat's page in a window of somebody's own, spoken of as people would. */
export class ChatPage {
  readonly page: Page;
  /** Whatever the page complained about: errors, and what the security policy refused. */
  readonly complaints: string[] = [];

  private constructor(page: Page) {
    this.page = page;
    page.setDefaultTimeout(10_000);
    page.on("pageerror", (error) => this.complaints.push(error.message));
    page.on("console", (message) => {
      // A socket that can't be opened while the server is away is nobody's fault.
      const isAway = message.text().includes("WebSocket connection to");
      if (message.type() === "error" && !isAway) this.complaints.push(message.text());
    });
  }

  /** Opens the page; nothing is stored from earlier visits. */
  static async open(
    browser: Browser,
    url: string,
    options: BrowserContextOptions = {},
  ): Promise<ChatPage> {
    const context = await browser.newContext({
      viewport: { width: 1100, height: 720 },
      reducedMotion: "reduce",
      ...options,
    });
    const chat = new ChatPage(await context.newPage());
    await chat.page.goto(url);
    return chat;
  }

  /** Fills in the entrance and waits until the conversation is there. */
  async join(name: string, room: string): Promise<void> {
    await this.enter(name, room);
    await this.state("Connected").waitFor();
  }

  /** Fills in the entrance. */
  async enter(name: string, room: string): Promise<void> {
    await this.page.getByLabel("Name").fill(name);
    await this.page.getByLabel("Room", { exact: true }).fill(room);
    await this.page.getByRole("button", { name: "Join the chat" }).click();
  }

  /** Says something and waits until it stands in the conversation. */
  async say(text: string): Promise<void> {
    await this.page.getByRole("textbox", { name: "Message" }).fill(text);
    await this.page.getByRole("button", { name: "Send" }).click();
    await this.message(text).waitFor();
  }

  /** A message with exactly this text. */
  message(text: string): Locator {
    return this.page.getByRole("log").locator(".bubble").getByText(text, { exact: true });
  }

  /** A line such as "Ann left". */
  notice(text: string): Locator {
    return this.page.getByRole("log").locator(".notice").getByText(text, { exact: true });
  }

  state(text: string): Locator {
    return this.page.getByRole("status").getByText(text, { exact: true });
  }

  alert(text: string): Locator {
    return this.page.getByRole("alert").getByText(text, { exact: true });
  }

  async members(): Promise<string[]> {
    return await this.page.locator("#members .label").allTextContents();
  }

  /** Each room with its number of members, such as `"lobby 2"`. */
  async rooms(): Promise<string[]> {
    const texts = await this.page.locator("#rooms button > *").allTextContents();
    return texts.flatMap((text, index) => (index % 2 === 0 ? `${text} ${texts[index + 1]}` : []));
  }

  /** Keeps a picture for people. */
  async screenshot(name: string): Promise<void> {
    mkdirSync(ARTEFACTS, { recursive: true });
    await this.page.screenshot({ path: `${ARTEFACTS}${name}.png` });
  }
}
