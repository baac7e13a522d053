import { styleText } from "node:util";
import { prettyFactory } from "pino-pretty";
import { levelToShow, readLogLine } from "./log-line.ts";

type Colour = Parameters<typeof styleText>[0];

const COLOURS: readonly Colour[] = ["cyan", "magenta", "green", "yellow", "blue"];
/** The name before the cluster's own lines. */
const OWN_NAME = "cluster";

/** Where an {@link Output} writes to, such as `process.stdout`. */
export interface Sink {
  /** Missing where it is no terminal. */
  readonly isTTY?: boolean | undefined;
  write(text: string): unknown;
}

/**
 * One output for many processes: each line begins with the name of whose it is. Coloured only on a terminal,
 * and not with `NO_COLOR`.
 */
export class Output {
  readonly #sink: Sink;
  readonly #names: readonly string[];
  readonly #width: number;
  readonly #hasColours: boolean;
  readonly #leastLevel: number;
  readonly #pretty: (line: string) => string;

  /** @param names - Of the processes, in the order of their colours. */
  constructor(sink: Sink, names: readonly string[], environment: NodeJS.ProcessEnv) {
    this.#sink = sink;
    this.#names = names;
    this.#width = Math.max(...[OWN_NAME, ...names].map((name) => name.length));
    this.#hasColours = sink.isTTY === true && !environment["NO_COLOR"];
    this.#leastLevel = levelToShow(environment["MQANT_LOG_LEVEL"]);
    this.#pretty = prettyFactory({
      colorize: this.#hasColours,
      singleLine: true,
      ignore: "pid,process,hostname",
      translateTime: "SYS:HH:MM:ss.l",
    });
  }

  /** Writes a line of a process: of its log what is asked for, anything else as it is. */
  line(name: string, text: string): void {
    const logged = readLogLine(text);
    if (logged === undefined) this.#write(name, text);
    else if (logged.level >= this.#leastLevel) this.#write(name, this.#pretty(text));
  }

  /** Says something about the processes. */
  say(text: string): void {
    this.#write(OWN_NAME, text, "bold");
  }

  #write(name: string, text: string, style?: Colour): void {
    const colour = COLOURS[this.#names.indexOf(name) % COLOURS.length] ?? "bold";
    const prefix = this.#style(colour, `${name.padEnd(this.#width)} |`);
    for (const line of text.trimEnd().split("\n")) {
      this.#sink.write(`${prefix} ${style === undefined ? line : this.#style(style, line)}\n`);
    }
  }

  #style(style: Colour, text: string): string {
    return this.#hasColours ? styleText(style, text, { validateStream: false }) : text;
  }
}
