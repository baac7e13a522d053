import { existsSync } from "node:fs";
import { basename } from "node:path";
import mqtt from "mqtt";
import * as assert from "uvu/assert";
import { CHROMIUM, launchBrowser } from "../browser/chat-page.ts";
import { Child } from "../support/child.ts";
import { eventually } from "../support/eventually.ts";
import { freePort } from "../support/free-port.ts";
import { suite } from "../support/suite.ts";
import { TemporaryFolder } from "../support/temporary-folder.ts";
import { install, pack, run } from "./packed-packages.ts";

// Installing takes its time on a slow line.
const timeoutMs = 600_000;

suite(
  "an app made by the packed mqant-gen",
  (test) => {
    test("installs, generates, type-checks, tests, starts, and talks to clients", async (signal) => {
      const packed = await pack();
      await using folder = await TemporaryFolder.with({ "package.json": `{ "type": "module" }` });
      install(folder.path, ...packed.filter((file) => basename(file).startsWith("mqant-gen-")));
      const [tcp, ws, http] = [await freePort(), await freePort(), await freePort()];
      const ports = ["--tcp-port", tcp, "--ws-port", ws, "--http-port", http].map(String);
      run(folder.path, "npx", "mqant-gen", "init", "game", "--yes", ...ports);

      const app = folder.file("game");
      install(app, ...packed);
      assert.match(run(app, "npm", "test"), /^# pass 1$/m);
      run(app, "npm", "run", "check");

      await using program = new Child("npm", ["start"], { cwd: app, signal });
      // It generates first, which takes a while on a busy machine.
      await eventually(
        () => program.stdout.includes("Page@Page001 is up"),
        "the app being up",
        120_000,
      );
      assert.match(program.stdout, `the page is at http://localhost:${http}`);

      const client = await mqtt.connectAsync(`mqtt://127.0.0.1:${tcp}`);
      try {
        const reply = new Promise<string>((resolve) => {
          client.on("message", (_topic, payload) => resolve(payload.toString()));
        });
        await client.publishAsync("Chat/HD_Join/1", JSON.stringify({ name: "Ann" }));
        assert.is(JSON.stringify(JSON.parse(await reply)), `{"Error":"","Result":["Ann"]}`);
      } finally {
        await client.endAsync();
      }

      const page = async (path: string): Promise<string> => {
        const response = await fetch(`http://127.0.0.1:${http}${path}`, { signal });
        assert.is(response.status, 200, path);
        return await response.text();
      };
      assert.match(await page("/"), "<h1>game</h1>");
      assert.match(await page("/main.js"), "HD_Join");
      assert.is(await page("/gate.json"), `{"port":${ws}}`);
      assert.ok(existsSync(folder.file("game/mqant.lock.json")));
      if (existsSync(CHROMIUM)) await talk(`http://localhost:${http}/`);
    });
  },
  { timeoutMs },
);

/** Opens the app's page, as the new app's README says, and says something to oneself. */
async function talk(url: string): Promise<void> {
  const browser = await launchBrowser();
  try {
    const page = await browser.newPage();
    const complaints: string[] = [];
    page.on("pageerror", (error) => complaints.push(error.message));
    await page.goto(url);
    await page.getByText("Connected").waitFor();
    await page.getByLabel("Your name").fill("Bea");
    await page.getByRole("button", { name: "Enter" }).click();
    await page.getByText("Here: ").waitFor();
    assert.match(await page.getByRole("status").innerText(), "Bea");
    await page.getByLabel("Message").fill("hello");
    await page.keyboard.press("Enter");
    await page.getByText("Bea: hello").waitFor();
    assert.equal(complaints, []);
  } finally {
    await browser.close();
  }
}
