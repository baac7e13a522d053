import { cancel, group, intro, text } from "@clack/prompts";
import { type AppValues, nameProblem, portProblem } from "./app-values.ts";

/**
 * Asks for a new project's values on the terminal.
 *
 * @param proposed - What Enter takes.
 * @returns `undefined` if the asking was called off.
 */
export async function askValues(proposed: AppValues): Promise<AppValues | undefined> {
  intro("A new mqant app");
  const ask = (message: string, initial: string, problem: (value: string) => string | undefined) =>
    text({
      message,
      initialValue: initial,
      validate: (value) => problem(value ?? ""),
    });
  const port = (message: string, initial: number) => ask(message, String(initial), portProblem);
  let isCanceled = false;
  const answers = await group(
    {
      name: () => ask("Name", proposed.name, nameProblem),
      tcpPort: () => port("Port for clients by TCP", proposed.tcpPort),
      wsPort: () => port("Port for clients by WebSocket", proposed.wsPort),
      httpPort: () => port("Port of the page", proposed.httpPort),
    },
    {
      onCancel: () => {
        isCanceled = true;
        cancel("Nothing was written.");
      },
    },
  );
  if (isCanceled) return undefined;
  return {
    name: answers.name,
    tcpPort: Number(answers.tcpPort),
    wsPort: Number(answers.wsPort),
    httpPort: Number(answers.httpPort),
  };
}
