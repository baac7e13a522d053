import { clearLine, cursorTo } from "node:readline";
import type { Interface } from "node:readline/promises";
import type { WriteStream } from "node:tty";
import { styleText } from "node:util";
import type { ChatMessage } from "../generated/gate.ts";

type Style = Parameters<typeof styleText>[0];

/** Writes above the line that is being typed. Colours only on a terminal, and not with `NO_COLOR`. */
export class Screen {
  readonly #output: WriteStream;
  readonly #input: Interface;
  readonly #isTerminal: boolean;
  readonly #hasColours: boolean;
  #isOpen = true;

  constructor(output: WriteStream, input: Interface) {
    this.#output = output;
    this.#input = input;
    // `isTTY` is undefined, against its type, where the output is no terminal.
    this.#isTerminal = Boolean(output.isTTY);
    this.#hasColours = this.#isTerminal && !process.env["NO_COLOR"];
    input.on("close", () => (this.#isOpen = false));
  }

  message({ from, target, msg, at }: ChatMessage): void {
    const time = this.#style("dim", at.toTimeString().slice(0, 5));
    const to = target === "*" ? "" : this.#style("dim", ` to ${printable(target)}`);
    this.#line(`${time} ${this.#style("bold", printable(from))}${to}: ${printable(msg)}`);
  }

  notice(text: string): void {
    this.#line(this.#style("cyan", `· ${printable(text)}`));
  }

  error(text: string): void {
    this.#line(this.#style("red", `! ${printable(text)}`));
  }

  #line(text: string): void {
    if (this.#isTerminal) {
      cursorTo(this.#output, 0);
      clearLine(this.#output, 0);
    }
    this.#output.write(`${text}\n`);
    // What was being typed stands there again.
    if (this.#isTerminal && this.#isOpen) this.#input.prompt(true);
  }

  #style(style: Style, text: string): string {
    return this.#hasColours ? styleText(style, text, { validateStream: false }) : text;
  }
}

/** A text without what steers a terminal: others have typed it. */
function printable(text: string): string {
  return text.replace(/[\p{Cc}\u200E\u200F\u202A-\u202E\u2066-\u2069]/gu, "�");
}
