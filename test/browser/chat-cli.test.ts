import { spawn } from "node:child_process";
import type { ChildProcessWithoutNullStreams } from "node:child_process";
import { existsSync } from "node:fs";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import * as assert from "uvu/assert";
import { suite } from "../support/suite.ts";
import { ChatServer } from "./chat-server.ts";

const EXAMPLE = fileURLToPath(new URL("../../examples/chat/", import.meta.url));
const SCRIPT = "/usr/bin/script";
const ESCAPE = "\u001B";

/** The terminal client in a process of its own. */
class Terminal implements AsyncDisposable {
  readonly #process: ChildProcessWithoutNullStreams;
  /** Settles at the end, whatever ended it. */
  readonly #end: Promise<unknown>;
  #output = "";
  #wake: () => void = () => {};

  constructor(command: string, args: readonly string[], environment: NodeJS.ProcessEnv = {}) {
    this.#process = spawn(command, args, { cwd: EXAMPLE, env: { ...process.env, ...environment } });
    this.#end = once(this.#process, "close");
    for (const stream of [this.#process.stdout, this.#process.stderr]) {
      stream.on("data", (chunk: Buffer) => {
        this.#output += chunk.toString();
        this.#wake();
      });
    }
  }

  static open(server: ChatServer, name: string, ...args: string[]): Terminal {
    return new Terminal(process.execPath, commandLine(server, name, args));
  }

  /** On a pseudo-terminal. */
  static openOnTty(
    server: ChatServer,
    name: string,
    environment: NodeJS.ProcessEnv = {},
  ): Terminal {
    const command = [process.execPath, ...commandLine(server, name, [])].join(" ");
    return new Terminal(SCRIPT, ["-qec", command, "/dev/null"], { TERM: "xterm", ...environment });
  }

  get output(): string {
    return this.#output;
  }

  type(line: string): void {
    this.#process.stdin.write(`${line}\n`);
  }

  /** The end of what is piped in. */
  end(): void {
    this.#process.stdin.end();
  }

  interrupt(): void {
    this.#process.kill("SIGINT");
  }

  async shows(text: string): Promise<void> {
    let hasEnded = false;
    while (!this.#output.includes(text)) {
      if (hasEnded) throw new Error(`ended before it showed "${text}":\n${this.#output}`);
      const more = new Promise<false>((resolve) => (this.#wake = () => resolve(false)));
      hasEnded = await Promise.race([more, this.#end.then(() => true)]);
    }
  }

  async exitCode(): Promise<number | null> {
    await this.#end;
    return this.#process.exitCode;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#process.kill("SIGKILL");
    await this.#end;
  }
}

function commandLine(server: ChatServer, name: string, args: readonly string[]): string[] {
  const who = ["--name", name, "--url", server.mqttUrl, ...args];
  return ["--import", "tsx", "chat-cli.ts", ...who];
}

suite("the chat in a terminal", (test) => {
  test("two terminals talk, see each other come and go, and end cleanly", async () => {
    await using server = await ChatServer.start();
    await using ann = Terminal.open(server, "Ann", "--room", "kitchen");
    await ann.shows("connected as Ann");
    await using bob = Terminal.open(server, "Bob", "--room", "kitchen");
    await ann.shows("· Bob joined\n");
    await bob.shows("connected as Bob");

    bob.type("hello Ann");
    await ann.shows(" Bob: hello Ann\n");
    ann.type("/who");
    await ann.shows("· Ann, Bob\n");
    ann.type("/msg Bob between us");
    await bob.shows(" Ann to Bob: between us\n");
    bob.type("/rooms");
    await bob.shows("· kitchen (2)\n");
    bob.type("/join attic");
    await bob.shows("· you are in attic\n");
    await ann.shows("· Bob left\n");
    bob.type("/help");
    await bob.shows("/msg <name> <text>");

    bob.type("/quit");
    assert.is(await bob.exitCode(), 0);
    ann.interrupt();
    assert.is(await ann.exitCode(), 0);
    assert.not.ok(ann.output.includes(ESCAPE), "no colours where there is no terminal");
    assert.not.match(ann.output, /^> /mu, "no prompt where there is no terminal");
  });

  test("what is piped in is said, all of it, before the end", async () => {
    await using server = await ChatServer.start();
    await using ann = Terminal.open(server, "Ann");
    await ann.shows("connected as Ann");
    await using bob = Terminal.open(server, "Bob");
    bob.type("one");
    bob.type("two");
    bob.type(`three ${ESCAPE}[31min red`);
    bob.end();
    assert.is(await bob.exitCode(), 0);
    await ann.shows("· Bob left\n");
    const said = ann.output.split("\n").flatMap((line) => line.split(" Bob: ").slice(1));
    assert.equal(said, ["one", "two", "three �[31min red"]);
  });

  test("mistakes are told and don't end it; a name in use does", async () => {
    await using server = await ChatServer.start();
    await using ann = Terminal.open(server, "Ann");
    await ann.shows("connected as Ann");
    ann.type("x".repeat(1001));
    await ann.shows("! a message has at most 1000 characters\n");
    ann.type("/msg Nobody hello");
    await ann.shows("! nobody of that name is here\n");

    await using other = Terminal.open(server, "Ann");
    assert.is(await other.exitCode(), 1);
    assert.match(other.output, /! somebody else is called "Ann" at the moment/u);
  });

  test("a flag that it does not know is answered with its usage", async () => {
    await using server = await ChatServer.start();
    await using ann = Terminal.open(server, "Ann", "--rom", "lobby");
    assert.is(await ann.exitCode(), 2);
    assert.match(ann.output, /'--rom'[^]*usage: chat \[--name <name>\]/u);
  });

  test("it comes back when the server does", async () => {
    await using server = await ChatServer.start();
    await using ann = Terminal.open(server, "Ann");
    await ann.shows("connected as Ann");
    await server.stop();
    await ann.shows("· no connection; trying again\n");
    ann.type("said while the server was away");
    await server.restart();
    await ann.shows(" Ann: said while the server was away\n");
  });

  if (!existsSync(SCRIPT)) {
    test.skip("a terminal has colours and a prompt", `there is no ${SCRIPT}`);
    return;
  }

  test("a terminal has colours and a prompt, and no colours with NO_COLOR", async () => {
    await using server = await ChatServer.start();
    await using ann = Terminal.openOnTty(server, "Ann");
    await ann.shows("connected as Ann");
    ann.type("hello");
    await ann.shows(`${ESCAPE}[1mAnn${ESCAPE}[22m: hello`);
    assert.ok(ann.output.includes(`${ESCAPE}[36m· you are in lobby${ESCAPE}[39m`));
    assert.ok(ann.output.includes("> "));

    await using bob = Terminal.openOnTty(server, "Bob", { NO_COLOR: "1" });
    await bob.shows("connected as Bob");
    assert.not.ok(bob.output.includes(`${ESCAPE}[36m`));
    bob.type("/quit");
    assert.is(await bob.exitCode(), 0);
  });
});
