import { cancel, intro, isCancel, text } from "@clack/prompts";
import { type AppValues, nameProblem, portProblem } from "./app-values.ts";

/** Somebody pressed Ctrl-C or Escape. */
class CalledOff extends Error {}

/**
 * Asks for a new project's values on the terminal.
 *
 * @param proposed - What Enter takes.
 * @returns `undefined` if the asking was called off.
 */
export async function askValues(proposed: AppValues): Promise<AppValues | undefined> {
  intro("A new mqant app");
  try {
    const name = await ask("Name", proposed.name, nameProblem);
    const tcpPort = await askPort("Port for clients by TCP", proposed.tcpPort, []);
    const wsPort = await askPort("Port for clients by WebSocket", proposed.wsPort, [tcpPort]);
    const httpPort = await askPort("Port of the page", proposed.httpPort, [tcpPort, wsPort]);
    return { name, tcpPort, wsPort, httpPort };
  } catch (error) {
    if (!(error instanceof CalledOff)) throw error;
    cancel("Nothing was written.");
    return undefined;
  }
}

async function askPort(
  message: string,
  initial: number,
  taken: readonly number[],
): Promise<number> {
  const isTaken = (value: string): string | undefined =>
    taken.includes(Number(value)) ? "expected another port than above" : undefined;
  const answer = await ask(
    message,
    String(initial),
    (value) => portProblem(value) ?? isTaken(value),
  );
  return Number(answer);
}

async function ask(
  message: string,
  initialValue: string,
  problem: (value: string) => string | undefined,
): Promise<string> {
  const validate = (value: string | undefined): string | undefined => problem(value ?? "");
  const answer = await text({ message, initialValue, validate });
  // A group of the library's would go on with the next question.
  if (isCancel(answer)) throw new CalledOff();
  return answer;
}
