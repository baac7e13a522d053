import { RpcError } from "../errors.ts";
import type { HandlerSchema, SchemaIssue } from "./handler-schema.ts";
import type { Request } from "./served-call.ts";

/** How many faults of one call are named; a hostile argument can have thousands. */
const MAX_ISSUES = 5;

/**
 * Holds the arguments of a request against the handler's schema.
 *
 * @param server - Who is asked, for messages.
 * @returns What the handler is given: dates, bytes and the like in their own types, surplus dropped.
 * @throws {RpcError} `invalid_argument`, naming each path and what was expected there.
 */
export function checkArguments(
  schema: HandlerSchema,
  server: string,
  { handler, args }: Pick<Request, "handler" | "args">,
): readonly unknown[] {
  const known = args.length > schema.arity ? args.slice(0, schema.arity) : args;
  const checked = schema.args().safeParse(known);
  if (checked.success) return checked.data;
  const { issues } = checked.error;
  const named = issues.slice(0, MAX_ISSUES).map(describe);
  if (issues.length > MAX_ISSUES) named.push(`and ${issues.length - MAX_ISSUES} more`);
  throw new RpcError("invalid_argument", `${server}/${handler}: ${named.join("; ")}`);
}

/** `argument 2, at msg.roomName: expected string…`; the tuple's index counts from 0. */
function describe(issue: SchemaIssue): string {
  const [index, ...path] = issue.path;
  if (typeof index !== "number") return issue.message;
  const at = path.map((step, i) =>
    typeof step === "number" ? `[${step}]` : `${i > 0 ? "." : ""}${String(step)}`,
  );
  return `argument ${index + 1}${at.length > 0 ? ` at ${at.join("")}` : ""}: ${issue.message}`;
}
