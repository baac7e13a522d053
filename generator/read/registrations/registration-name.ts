import type { ts } from "../compiler/compiler.ts";
import { nameCure } from "./name-cure.ts";
import { textOf, type Value, type ValueSource } from "./value.ts";
import { shownCode } from "../shown-code.ts";
import type { DiagnosticDetails, DiagnosticList } from "../diagnostic-list.ts";
import type { Registration } from "./walk-registrations.ts";

/**
 * The name that a registration registers; MQ1010 or MQ1013 if that is not known before the program runs.
 *
 * @param diagnostics - `undefined` where somebody else answers for the names.
 */
export function registrationName(
  { call, values }: Registration,
  diagnostics: DiagnosticList | undefined,
  evaluator: ValueSource,
): string | undefined {
  const [argument = call] = call.arguments;
  if (values === undefined) {
    diagnostics?.error(
      "MQ1013",
      argument,
      "what is registered here is spread from a list that is not known before the program runs",
      { hint: "spread a constant list, or write the name and the handler" },
    );
    return undefined;
  }
  const [value] = values;
  const name = textOf(value);
  if (name !== undefined) return name;
  diagnostics?.error(
    "MQ1010",
    argument,
    `the handler's name ${shownCode(argument)} is not known before the program runs`,
    {
      hint: nameCure(value, evaluator),
      ...origin(value, argument),
    },
  );
  return undefined;
}

/** Where a value comes from, if that is elsewhere: the argument of a helper's call, a constant. */
function origin(value: Value | undefined, argument: ts.Node): DiagnosticDetails {
  if (value?.kind !== "code" || value.node === argument) return {};
  const isInside = value.node.pos >= argument.pos && value.node.end <= argument.end;
  if (isInside && value.node.getSourceFile() === argument.getSourceFile()) return {};
  return { related: [{ message: "this is where its value comes from", node: value.node }] };
}
