import { isDeepStrictEqual } from "node:util";
import { existsSync } from "node:fs";
import type { Browser, BrowserContextOptions } from "playwright-core";
import * as assert from "uvu/assert";
import { eventually } from "../support/eventually.ts";
import { suite } from "../support/suite.ts";
import { CHROMIUM, ChatPage, launchBrowser } from "./chat-page.ts";
import { ChatServer } from "./chat-server.ts";

/** The browser of all tests here: starting one takes as long as a test. */
let browser: Promise<Browser> | undefined;

/** The chat, running, and windows of a browser; the pages are checked for complaints at the end. */
class Scene implements AsyncDisposable {
  readonly server: ChatServer;
  readonly #browser: Browser;
  readonly #pages: ChatPage[] = [];

  private constructor(server: ChatServer, browser: Browser) {
    this.server = server;
    this.#browser = browser;
  }

  static async set(): Promise<Scene> {
    const [server, started] = await Promise.all([
      ChatServer.start(),
      (browser ??= launchBrowser()),
    ]);
    return new Scene(server, started);
  }

  async visitor(options?: BrowserContextOptions, path = ""): Promise<ChatPage> {
    const page = await ChatPage.open(this.#browser, `${this.server.url}/${path}`, options);
    this.#pages.push(page);
    return page;
  }

  async joined(name: string, room: string, options?: BrowserContextOptions): Promise<ChatPage> {
    const page = await this.visitor(options);
    await page.join(name, room);
    return page;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const complaints = this.#pages.flatMap((page) => page.complaints);
    await Promise.all(this.#pages.map(({ page }) => page.context().close()));
    await this.server[Symbol.asyncDispose]();
    assert.equal(complaints, []);
  }
}

suite("the chat in a browser", (test) => {
  if (!existsSync(CHROMIUM)) {
    test.skip("everything", `there is no browser at ${CHROMIUM}`);
    return;
  }
  test.after(async () => await (await browser)?.close());

  test("two people meet, talk and part", async () => {
    await using scene = await Scene.set();
    const ann = await scene.joined("Ann", "lobby");
    await ann.screenshot("chat-alone");
    const bob = await scene.joined("Bob", "lobby");
    await ann.notice("Bob joined").waitFor();
    await lists(() => ann.members(), ["Ann", "Bob"]);
    await lists(() => bob.members(), ["Ann", "Bob"]);

    await ann.say("Hello Bob");
    await bob.message("Hello Bob").waitFor();
    await bob.say("Hello Ann. Nice to see that this works!");
    await ann.message("Hello Ann. Nice to see that this works!").waitFor();
    await ann.say(
      "It does. Even with a text that is long enough to need more than one line in here: the bubble grows, and the words break where they should.",
    );
    await ann.screenshot("chat-two");

    await bob.page.getByRole("button", { name: "Leave" }).click();
    await bob.page.getByRole("heading", { name: "Come in" }).waitFor();
    await ann.notice("Bob left").waitFor();
    await lists(() => ann.members(), ["Ann"]);
  });

  test("somebody whose browser goes away has left, and later comers see what was said", async () => {
    await using scene = await Scene.set();
    const ann = await scene.joined("Ann", "lobby");
    const bob = await scene.joined("Bob", "lobby");
    await bob.say("I have to go");
    await bob.page.context().close();
    await ann.notice("Bob left").waitFor();
    const cleo = await scene.joined("Cleo", "lobby");
    await cleo.message("I have to go").waitFor();
    await lists(() => cleo.members(), ["Ann", "Cleo"]);
  });

  test("when the server restarts, everybody comes back by themselves", async () => {
    await using scene = await Scene.set();
    const ann = await scene.joined("Ann", "lobby");
    const bob = await scene.joined("Bob", "lobby");
    await ann.say("before");
    await bob.message("before").waitFor();

    assert.is(await scene.server.stop(), 0);
    await ann.state("Reconnecting…").waitFor();
    await ann.page.getByRole("textbox", { name: "Message" }).fill("while it is away");
    await ann.page.keyboard.press("Enter");
    await ann.alert("Not sent: the connection is down. It will be back by itself.").waitFor();
    await ann.screenshot("chat-reconnecting");
    assert.is(
      await ann.page.getByRole("textbox", { name: "Message" }).inputValue(),
      "while it is away",
    );

    await scene.server.restart();
    await ann.state("Connected").waitFor();
    await bob.state("Connected").waitFor();
    await ann.page.locator("#members .label", { hasText: "Bob" }).waitFor();
    await bob.say("after");
    await ann.message("after").waitFor();
    assert.is(await ann.message("before").count(), 1);
  });

  test("hostile names, rooms and messages are text and nothing else", async () => {
    await using scene = await Scene.set();
    const hostile = `<img src=x onerror="document.title='owned'">`;
    const ann = await scene.joined("<b>Ann</b>", "<i>room</i>");
    const bob = await scene.joined("__proto__", "<i>room</i>");
    await ann.say(hostile);
    await bob.message(hostile).waitFor();
    await bob.notice("<b>Ann</b> left").waitFor({ state: "detached" });
    await lists(() => bob.members(), ["__proto__", "<b>Ann</b>"]);
    await lists(() => bob.rooms(), ["<i>room</i> 2"]);
    assert.is(await bob.page.locator("#messages img, #members b, #rooms i, h1 i").count(), 0);
    assert.is(await bob.page.title(), "<i>room</i> · Chat");
    await bob.screenshot("chat-hostile");
  });

  test("mistakes are explained where they are made", async () => {
    await using scene = await Scene.set();
    const ann = await scene.joined("Ann", "lobby");
    const other = await scene.visitor();
    await other.enter("", "lobby");
    await other.alert("Please enter a name.").waitFor();
    assert.is(await other.page.evaluate("document.activeElement?.id"), "name");
    await other.enter("*", "lobby");
    await other.alert('A name can\'t have invisible characters or be "*".').waitFor();
    await other.enter("Ann", "lobby");
    await other.alert('Somebody else is called "Ann" at the moment.').waitFor();
    await other.screenshot("chat-refused");
    await other.enter("Bob", "lobby");
    await ann.notice("Bob joined").waitFor();
  });

  test("the same browser may be there twice and is one person", async () => {
    await using scene = await Scene.set();
    const ann = await scene.joined("Ann", "lobby");
    const bob = await scene.joined("Bob", "lobby");
    const again = await bob.page.context().newPage();
    await again.goto(scene.server.url);
    assert.is(await again.getByLabel("Name").inputValue(), "Bob");
    await again.getByRole("button", { name: "Join the chat" }).click();
    await again.getByRole("status").getByText("Connected").waitFor();
    await ann.say("to both");
    await again.locator(".bubble").getByText("to both").waitFor();
    await lists(() => ann.members(), ["Ann", "Bob"]);
    await again.close();
    await ann.say("and again");
    await bob.message("and again").waitFor();
    await lists(() => ann.members(), ["Ann", "Bob"]);
  });

  test("rooms are apart, and one goes from one to the other", async () => {
    await using scene = await Scene.set();
    const ann = await scene.joined("Ann", "lobby");
    const bob = await scene.joined("Bob", "garden");
    await ann.page.locator("#rooms button", { hasText: "garden" }).waitFor();
    await bob.say("only in the garden");
    assert.is(await ann.message("only in the garden").count(), 0);

    await ann.page.getByRole("button", { name: /^garden/u }).click();
    await ann.message("only in the garden").waitFor();
    await bob.notice("Ann joined").waitFor();
    await lists(() => bob.rooms(), ["garden 2"]);
    assert.is(await ann.page.evaluate("location.hash"), "#garden");

    const cleo = await scene.visitor({}, "#garden");
    assert.is(await cleo.page.getByLabel("Room", { exact: true }).inputValue(), "garden");
  });

  test("a message to one person reaches that person only", async () => {
    await using scene = await Scene.set();
    const ann = await scene.joined("Ann", "lobby");
    const bob = await scene.joined("Bob", "lobby");
    const cleo = await scene.joined("Cleo", "lobby");
    await ann.page.getByLabel("To", { exact: true }).selectOption("Bob");
    await ann.say("a secret");
    await bob.message("a secret").waitFor();
    await bob.page.getByText("Ann, only to you").waitFor();
    await ann.page.getByLabel("To", { exact: true }).selectOption("*");
    await ann.say("no secret");
    await cleo.message("no secret").waitFor();
    assert.is(await cleo.message("a secret").count(), 0);
    await bob.screenshot("chat-private");
  });

  test("everything works by keyboard alone", async () => {
    await using scene = await Scene.set();
    const ann = await scene.visitor();
    const { keyboard } = ann.page;
    await keyboard.type("Ann");
    await keyboard.press("Tab");
    await keyboard.press("ControlOrMeta+a");
    await keyboard.type("lobby");
    await keyboard.press("Enter");
    await ann.state("Connected").waitFor();
    await keyboard.type("typed at once");
    await keyboard.press("Enter");
    await ann.message("typed at once").waitFor();
    await ann.page.getByPlaceholder("Another room").focus();
    await keyboard.type("attic");
    await keyboard.press("Enter");
    await ann.page.getByRole("heading", { name: "attic" }).waitFor();
    await ann.page.locator("#content:focus").waitFor();
    await keyboard.type("up here");
    await keyboard.press("Enter");
    await ann.message("up here").waitFor();
  });

  test("on a phone, in the dark, the lists are behind a button", async () => {
    await using scene = await Scene.set();
    const phone = { viewport: { width: 390, height: 780 }, colorScheme: "dark" } as const;
    const visitor = await scene.visitor(phone);
    await visitor.screenshot("chat-phone-entrance");
    await visitor.join("Ann", "lobby");
    const bob = await scene.joined("Bob Baker", "lobby", { colorScheme: "dark" });
    await bob.say("Hello there");
    await visitor.message("Hello there").waitFor();
    await visitor.say("Hello from a small screen, which still has room for a sentence or two.");
    await visitor.screenshot("chat-phone");
    await bob.screenshot("chat-dark");

    const menu = visitor.page.getByRole("button", { name: "Rooms and members" });
    assert.is(await menu.getAttribute("aria-expanded"), "false");
    assert.is(await visitor.page.locator("#members").isVisible(), false);
    await menu.click();
    assert.is(await menu.getAttribute("aria-expanded"), "true");
    assert.is(await visitor.page.locator("#members").isVisible(), true);
    await visitor.screenshot("chat-phone-menu");
    await visitor.page.keyboard.press("Escape");
    assert.is(await visitor.page.locator("#members").isVisible(), false);
    const width = await visitor.page.evaluate("document.documentElement.scrollWidth");
    assert.is(width, 390);
  });
});

/** Waits until a page lists just these: what others did may still be on its way. */
async function lists(read: () => Promise<string[]>, expected: readonly string[]): Promise<void> {
  let shown: string[] = [];
  await eventually(async () => {
    shown = await read();
    return isDeepStrictEqual(shown, expected);
  }, `listing ${expected.join()}`).catch((error: unknown) => {
    assert.equal(shown, expected);
    throw error;
  });
}
