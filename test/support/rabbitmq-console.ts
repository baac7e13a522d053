import { createInterface } from "node:readline";
import type { Child } from "./child.ts";

/**
 * What a node evaluates to be talked to through its standard input and output: lines of a number and an
 * Erlang expression in base64, answered by lines of the number and a JSON object in base64.
 */
export const CONSOLE_SCRIPT = `
Answer = fun(Code) ->
  try
    {ok, Tokens, _} = erl_scan:string(unicode:characters_to_list(base64:decode(Code)) ++ "."),
    {ok, Expressions} = erl_parse:parse_exprs(Tokens),
    {value, Value, _} = erl_eval:exprs(Expressions, []),
    rabbit_json:encode(#{value => Value})
  catch
    Class:Reason ->
      Text = unicode:characters_to_binary(io_lib:format("~p: ~tp", [Class, Reason])),
      rabbit_json:encode(#{error => Text})
  end
end.
Listen = fun Loop() ->
  case io:get_line("") of
    Line when is_list(Line) ->
      [Id, Code] = string:lexemes(Line, " \\n"),
      spawn(fun() -> io:put_chars(["\\n> ", Id, " ", base64:encode(Answer(Code)), "\\n"]) end),
      Loop();
    _ -> ok
  end
end.
spawn(Listen).
`;

interface Reply {
  value?: unknown;
  error?: string;
}

interface Request {
  resolve: (value: unknown) => void;
  reject: (error: Error) => void;
  timer: NodeJS.Timeout;
}

/**
 * Evaluates Erlang in a running node: what `rabbitmqctl eval` does, in milliseconds instead of the seconds
 * that starting a second Erlang takes.
 */
export class RabbitmqConsole {
  readonly #child: Child;
  readonly #requests = new Map<number, Request>();
  #lastId = 0;

  /** @param child - A node that evaluates {@link CONSOLE_SCRIPT}, or will. */
  constructor(child: Child) {
    this.#child = child;
    const { stdin, stdout } = child.process;
    if (stdin === null || stdout === null) throw new Error("the node has no pipes");
    stdin.on("error", () => {}); // "close" follows
    createInterface({ input: stdout }).on("line", (line) => this.#read(line));
    child.process.once("close", () => this.#end());
  }

  /**
   * The value of Erlang expressions: what rabbit_json can encode, binaries as texts.
   *
   * @param code - Without the dot at the end.
   * @throws Error with what Erlang threw, or when the node ends, or after `timeoutMs`.
   */
  evaluate(code: string, { timeoutMs = 20_000 } = {}): Promise<unknown> {
    const id = (this.#lastId += 1);
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        this.#requests.delete(id);
        reject(new Error(`RabbitMQ gave no answer within ${timeoutMs} ms to: ${code}`));
      }, timeoutMs);
      this.#requests.set(id, { resolve, reject, timer });
      this.#child.process.stdin?.write(`${id} ${Buffer.from(code).toString("base64")}\n`);
    });
  }

  #read(line: string): void {
    const [, id, text] = /^> (\d+) (\S+)$/.exec(line) ?? [];
    const request = this.#requests.get(Number(id));
    if (request === undefined || text === undefined) return; // RabbitMQ's own words
    this.#requests.delete(Number(id));
    clearTimeout(request.timer);
    // The script above makes nothing else.
    const reply = JSON.parse(Buffer.from(text, "base64").toString()) as Reply;
    if (reply.error === undefined) request.resolve(reply.value);
    else request.reject(new Error(`RabbitMQ: ${reply.error}`));
  }

  #end(): void {
    const { stdout, stderr } = this.#child;
    for (const { reject, timer } of this.#requests.values()) {
      clearTimeout(timer);
      reject(new Error(`RabbitMQ ended:\n${stdout.slice(-4000)}\n${stderr.slice(-4000)}`));
    }
    this.#requests.clear();
  }
}

/** A text as an Erlang binary, whatever is in it. */
export function binary(text: string): string {
  return `<<${Buffer.from(text).join(",")}>>`;
}
