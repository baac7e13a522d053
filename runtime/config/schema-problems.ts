import { z } from "zod";
import type { ConfigProblem } from "./config-error.ts";
import { describeValue } from "./describe-value.ts";
import type { JsonDocument, Path } from "./json-document.ts";
import { suggestion } from "./suggestion.ts";

type Issue = z.core.$ZodIssue;

/** Where the checked value stands: its document, the path to it, and the schema it was checked with. */
export interface CheckedPlace {
  readonly document: JsonDocument;
  readonly path: Path;
  readonly schema: z.ZodType;
}

/**
 * Turns what zod found into problems with file, line and key path. The message of a `refine` or of a
 * format is read as what was expected: `z.string().refine(isPort, "a port")`.
 */
export function schemaProblems(
  place: CheckedPlace,
  value: unknown,
  error: z.ZodError,
): ConfigProblem[] {
  return error.issues.flatMap((issue) => problemsOf(place, value, issue));
}

function problemsOf({ document, path, schema }: CheckedPlace, value: unknown, issue: Issue) {
  const whole = [...path, ...issue.path];
  if (issue.code === "unrecognized_keys") {
    const known = knownKeys(schema, issue.path);
    return issue.keys.map((key) => {
      const meant = suggestion(key, known);
      const found = describeValue(key);
      const message = `unknown key${meant === undefined ? "" : `; did you mean "${meant}"?`}`;
      const expected = known.length === 0 ? "no such key" : `one of ${known.join(", ")}`;
      return document.problem([...whole, key], { expected, found, message }, "key");
    });
  }
  const found = describeValue(valueAt(value, issue.path), whole.at(-1));
  return [document.problem(whole, { expected: expectedBy(issue), found })];
}

function expectedBy(issue: Issue): string {
  switch (issue.code) {
    case "invalid_type":
      return KIND[issue.expected] ?? issue.expected;
    case "invalid_value": {
      const values = issue.values.map((value) => describeValue(value)).join(", ");
      return issue.values.length === 1 ? values : `one of ${values}`;
    }
    case "too_small":
      return sizeText(issue.origin, `at least ${String(issue.minimum)}`);
    case "too_big":
      return sizeText(issue.origin, `at most ${String(issue.maximum)}`);
    case "invalid_union":
      return (
        issue.errors
          .map((branch) => branch[0])
          .map(orNothing)
          .join(" or ") || issue.message
      );
    default:
      return issue.message;
  }
}

function orNothing(issue: Issue | undefined): string {
  return issue === undefined ? "something else" : expectedBy(issue);
}

function sizeText(origin: string, bound: string): string {
  if (origin === "string" && bound === "at least 1") return "a text that is not empty";
  if (origin === "string") return `a text of ${bound} characters`;
  if (origin === "array") return `a list of ${bound} elements`;
  return `a number of ${bound}`;
}

const KIND: Partial<Record<string, string>> = {
  string: "a text",
  number: "a number",
  int: "a whole number",
  boolean: "true or false",
  object: "an object",
  record: "an object",
  array: "a list",
  null: "null",
};

function valueAt(value: unknown, path: Path): unknown {
  let here = value;
  for (const key of path) {
    // What `here` holds came out of JSON: reading a key of anything but null and undefined is safe.
    here = here === null ? undefined : (here as Record<PropertyKey, unknown> | undefined)?.[key];
  }
  return here;
}

/** The keys that the object at `path` may have, as far as the schema tells. */
function knownKeys(schema: z.ZodType, path: Path): string[] {
  let here: z.core.$ZodType | undefined = schema;
  for (const key of [...path, undefined]) {
    while (
      here instanceof z.ZodOptional ||
      here instanceof z.ZodNullable ||
      here instanceof z.ZodDefault
    ) {
      here = here.unwrap();
    }
    if (key === undefined) break;
    if (here instanceof z.ZodObject) here = (here.shape as z.core.$ZodShape)[String(key)];
    else if (here instanceof z.ZodArray) here = here.element as z.core.$ZodType;
    else if (here instanceof z.ZodRecord) here = here.valueType as z.core.$ZodType;
    else return [];
  }
  return here instanceof z.ZodObject ? Object.keys(here.shape) : [];
}
