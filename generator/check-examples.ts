import type { Diagnostic } from "./diagnostic.ts";
import { WireChecks } from "./emit/asyncapi/wire-checks.ts";
import type { Contract, ExampleModel, HandlerModel } from "./model.ts";

/** MQ2020: examples in documentation that the handlers would refuse, or never reply with. */
export function checkExamples(contract: Contract): Diagnostic[] {
  const handlers = contract.modules.flatMap((module) =>
    // Most have none.
    module.handlers.some(({ examples }) => examples !== undefined)
      ? module.handlers.map((handler) => ({ module, handler }))
      : [],
  );
  if (handlers.length === 0) return [];
  const checks = new WireChecks(contract);
  return handlers.flatMap(({ module, handler }) =>
    (handler.examples ?? []).flatMap((example) =>
      problemsOf(handler, example, checks).map((problem): Diagnostic => ({
        code: "MQ2020",
        severity: "warning",
        message: `an example of ${module.type}/${handler.name} ${problem}`,
        location: example.location,
        hint: "documentation shows it: mend the example, or the type",
      })),
    ),
  );
}

function problemsOf(
  handler: HandlerModel,
  { sent, reply }: ExampleModel,
  checks: WireChecks,
): string[] {
  const body = handler.exposure === "gate" ? "the body" : "the list of arguments";
  return [
    ...problemOf("sends", sent, (value) => {
      const problem = checks.sent(handler, value);
      return problem && `does not fit ${body}: ${problem}`;
    }),
    ...problemOf("replies", reply, (value) => {
      const problem = checks.value(handler.result, value);
      return problem && `does not fit the result: ${problem}`;
    }),
  ];
}

function problemOf(
  verb: string,
  json: string | undefined,
  check: (value: unknown) => string | undefined,
): string[] {
  if (json === undefined) return [];
  try {
    const problem = check(JSON.parse(json));
    return problem === undefined ? [] : [`${verb} what ${problem}`];
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    return [`${verb} what is no JSON: ${error.message}`];
  }
}
