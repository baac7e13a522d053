import { spawn } from "node:child_process";
import type { ChildProcessWithoutNullStreams } from "node:child_process";
import { readFileSync } from "node:fs";
import { fileURLToPath, pathToFileURL } from "node:url";
import * as assert from "uvu/assert";
import { suite } from "../../support/suite.ts";

const checkout = new URL("../../../", import.meta.url);

/** As much of a language client as asking for a definition takes. */
class LanguageClient implements Disposable {
  readonly #server: ChildProcessWithoutNullStreams;
  readonly #replies = new Map<number, (result: unknown) => void>();
  #received: Buffer = Buffer.alloc(0);
  #lastId = 0;

  constructor() {
    const tsc = fileURLToPath(new URL("node_modules/typescript/bin/tsc", checkout));
    this.#server = spawn(process.execPath, [tsc, "--lsp", "--stdio"]);
    this.#server.stdout.on("data", (chunk: Buffer) => {
      this.#received = Buffer.concat([this.#received, chunk]);
      while (this.#takeMessage());
    });
  }

  request(method: string, params: object): Promise<unknown> {
    const id = ++this.#lastId;
    const reply = new Promise<unknown>((resolve) => this.#replies.set(id, resolve));
    this.#send({ id, method, params });
    return reply;
  }

  notify(method: string, params: object): void {
    this.#send({ method, params });
  }

  [Symbol.dispose](): void {
    this.#server.kill();
  }

  #send(message: object): void {
    const body = JSON.stringify({ jsonrpc: "2.0", ...message });
    this.#server.stdin.write(`Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`);
  }

  #takeMessage(): boolean {
    const end = this.#received.indexOf("\r\n\r\n");
    const length = Number(
      /Content-Length: (\d+)/.exec(this.#received.toString("latin1", 0, end))?.[1],
    );
    if (end === -1 || this.#received.length < end + 4 + length) return false;
    const text = this.#received.toString("utf8", end + 4, end + 4 + length);
    const message = JSON.parse(text) as { id?: number; method?: string; result?: unknown };
    this.#received = this.#received.subarray(end + 4 + length);
    // What the server asks of an editor has no answer here.
    if (message.method !== undefined && message.id !== undefined) {
      this.#send({ id: message.id, result: null });
    } else if (message.id !== undefined) {
      this.#replies.get(message.id)?.(message.result);
    }
    return true;
  }
}

/** The place of the first `text` in a file. */
function placeOf(text: string, file: URL): { line: number; character: number } {
  const before = readFileSync(file, "utf8").split(text)[0]?.split("\n") ?? [];
  return { line: before.length - 1, character: before.at(-1)?.length ?? 0 };
}

suite("go to definition", (test) => {
  test("leads from a call to the handler, private and renamed as it may be", async () => {
    using client = new LanguageClient();
    await client.request("initialize", {
      processId: null,
      rootUri: pathToFileURL(fileURLToPath(checkout)).href,
      capabilities: {},
    });
    client.notify("initialized", {});
    const calls = new URL("test/golden/login/calls.ts", checkout);
    const source = new URL("test/golden/login/source/login.ts", checkout);
    const textDocument = { uri: calls.href };
    client.notify("textDocument/didOpen", {
      textDocument: {
        ...textDocument,
        languageId: "typescript",
        version: 1,
        text: readFileSync(calls, "utf8"),
      },
    });
    for (const [call, declaration] of [
      ["settle({ id: 1, lines: [], note", "settle(order: Order)"],
      ["getRand(bytes);\n  await client.settle", "getRand(by: Uint8Array"],
      ["login(\n    { userName", "login(session: Session"],
    ] as const) {
      const found = await client.request("textDocument/definition", {
        textDocument,
        position: placeOf(call, calls),
      });
      const { line, character } = placeOf(declaration, source);
      const [definition] = found as { uri: string; range: { start: object } }[];
      assert.is(definition?.uri, source.href);
      assert.equal(definition?.range.start, { line, character });
    }
  });
});
