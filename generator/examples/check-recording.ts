import type { Diagnostic } from "../diagnostic.ts";
import { WireChecks } from "../emit/asyncapi/wire-checks.ts";
import type { Contract } from "../model.ts";
import { outcomeOf, type Recording } from "./recording.ts";
import { type RunnableExample, runnableExamples } from "./runnable-examples.ts";

/** MQ2021: examples that failed when they were run, or have not been run since they were written. */
export function checkRecording(contract: Contract, recording: Recording): Diagnostic[] {
  const checks = new WireChecks(contract);
  return runnableExamples(contract).flatMap((one) => {
    const problem = problemOf(one, recording, checks);
    if (problem === undefined) return [];
    return [
      {
        code: "MQ2021",
        severity: "warning",
        message: `an example of ${one.handler} ${problem}`,
        location: one.example.location,
        hint: "documentation shows it: mend the example or the handler, and run npx mqant-gen docs --gate",
      },
    ];
  });
}

function problemOf(
  { handler, model, sent }: RunnableExample,
  recording: Recording,
  checks: WireChecks,
): string | undefined {
  const outcome = outcomeOf(recording, handler, sent);
  if (outcome === undefined) return "has not been run since it was written";
  if ("silentForMs" in outcome) return `got no reply within ${outcome.silentForMs} ms`;
  if ("error" in outcome) return `failed with ${outcome.error.code}: ${outcome.error.text}`;
  const problem = checks.value(model.result, outcome.result);
  return problem && `got what does not fit the result: ${problem}`;
}
