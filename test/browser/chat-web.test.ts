import { once } from "node:events";
import { connect } from "node:net";
import * as assert from "uvu/assert";
import { suite } from "../support/suite.ts";
import { ChatServer } from "./chat-server.ts";

const SCRIPT = "text/javascript";

suite("the chat's web server", (test) => {
  test("serves the page, its scripts without types, and nothing else of the server", async () => {
    await using server = await ChatServer.start();
    const expected: Readonly<Record<string, readonly [number, string | null]>> = {
      "/": [200, "text/html"],
      "/style.css": [200, "text/css"],
      "/icon.svg": [200, "image/svg+xml"],
      "/gate.json": [200, "application/json"],
      "/page/main.ts": [200, SCRIPT],
      "/client/chat-client.ts": [200, SCRIPT],
      "/generated/gate.ts": [200, SCRIPT],
      "/packages/mqtt": [200, SCRIPT],
      "/packages/mqant-client": [200, SCRIPT], // after a redirect, so that its own imports resolve
      "/mqant/errors.ts": [200, SCRIPT],
      "/page/missing.ts": [404, null],
      "/chat.ts": [404, null],
      "/server.json": [404, null],
      "/package.json": [404, null],
      "/page/%2e%2e/chat.ts": [404, null],
      "/mqant/app.ts": [404, null],
      "/mqant/client/../app.ts": [404, null],
      "/generated/registry.d.ts": [404, null],
      "/constructor/main.ts": [404, null],
    };
    for (const [path, [status, type]] of Object.entries(expected)) {
      const response = await fetch(server.url + path);
      await response.arrayBuffer();
      assert.is(response.status, status, path);
      const [sent = null] = response.headers.get("content-type")?.split(";") ?? [];
      assert.is(sent, type, path);
    }
  });

  test("every script parses as JavaScript and names its imports as the page has them", async () => {
    await using server = await ChatServer.start();
    const seen = new Set<string>();
    const waiting = ["/page/main.ts"];
    for (let path = waiting.pop(); path !== undefined; path = waiting.pop()) {
      if (seen.has(path)) continue;
      seen.add(path);
      const response = await fetch(server.url + path);
      assert.is(response.status, 200, path);
      for (const [, name = ""] of (await response.text()).matchAll(
        /^import .*? from "([^"]+)";$/gmu,
      )) {
        const isPackage = name === "mqtt" || name === "mqant/client";
        if (!isPackage) waiting.push(new URL(name, server.url + path).pathname);
      }
    }
    assert.ok(seen.has("/generated/gate.ts"));
    assert.ok(seen.has("/page/side-lists.ts"));
  });

  test("only scripts from here may run, and the page is nobody's frame", async () => {
    await using server = await ChatServer.start();
    const { headers } = await fetch(server.url);
    const policy = headers.get("content-security-policy") ?? "";
    assert.match(policy, /default-src 'none'/u);
    assert.match(policy, /script-src 'self' 'sha256-[\w+/]{43}='/u);
    assert.match(policy, /frame-ancestors 'none'/u);
    assert.is(headers.get("x-content-type-options"), "nosniff");
  });

  test("addresses that are none don't end it", async () => {
    await using server = await ChatServer.start();
    for (const target of ["//", "http://[", "/%", "/%ff", "*", `/${"x".repeat(5000)}`]) {
      const socket = connect(Number(new URL(server.url).port), "127.0.0.1");
      socket.write(`GET ${target} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n`);
      const [answer] = (await once(socket, "data")) as [Buffer];
      assert.match(answer.toString(), /^HTTP\/1\.1 (404|400|200) /u, target);
      socket.destroy();
    }
    assert.is((await fetch(server.url)).status, 200);
  });
});
