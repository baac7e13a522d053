import { ConfigError } from "../config-error.ts";
import { didYouMean } from "../did-you-mean.ts";
import { WireChecks } from "../emit/asyncapi/wire-checks.ts";
import type { Contract, ExampleModel, HandlerModel } from "../model.ts";

/** An example that a client can send. */
export interface RunnableExample {
  /** `Login/HD_Login`. */
  handler: string;
  model: HandlerModel;
  example: ExampleModel;
  sent: unknown;
}

/**
 * The examples of a contract that clients can send and that fit it, module by module, as they stand in the sources.
 *
 * @param first - Handlers whose examples come before all others, such as `Login/HD_Login`.
 * @throws {ConfigError} if one of these has no example.
 */
export function runnableExamples(
  contract: Contract,
  first: readonly string[] = [],
): RunnableExample[] {
  const checks = new WireChecks(contract);
  const all = contract.modules.flatMap(({ type, handlers }) =>
    handlers
      .flatMap((model) => {
        if (model.exposure !== "gate") return [];
        const handler = `${type}/${model.name}`;
        return (model.examples ?? []).flatMap((example) => {
          const sent = parsed(example.sent);
          if (sent === undefined || checks.sent(model, sent.value) !== undefined) return [];
          return [{ handler, model, example, sent: sent.value }];
        });
      })
      .toSorted(inOrderOfSource),
  );
  const known = [...new Set(all.map(({ handler }) => handler))];
  const wrong = first.filter((name) => !known.includes(name));
  if (wrong.length > 0) {
    throw new ConfigError(
      "docs",
      wrong.map((name) => ({
        path: "first",
        message: `"${name}" has no example that can be sent${didYouMean(name, known)}`,
      })),
    );
  }
  const rank = ({ handler }: RunnableExample): number =>
    first.includes(handler) ? first.indexOf(handler) : first.length;
  return all.toSorted((a, b) => rank(a) - rank(b));
}

function inOrderOfSource({ example: a }: RunnableExample, { example: b }: RunnableExample): number {
  if (a.location.file !== b.location.file) return a.location.file < b.location.file ? -1 : 1;
  return a.location.line - b.location.line || a.location.column - b.location.column;
}

function parsed(json: string): { value: unknown } | undefined {
  try {
    return { value: JSON.parse(json) };
  } catch {
    return undefined;
  }
}
