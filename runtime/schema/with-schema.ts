import type { ArgumentsCheck, CheckedArguments, SchemaIssue } from "../rpc/handler-schema.ts";
import { Session } from "../session/session.ts";

/** As much of a zod schema as {@link withSchema} needs. It must not be asynchronous. */
export interface BodySchema {
  safeParse(
    value: unknown,
  ):
    | { readonly success: true; readonly data: unknown }
    | { readonly success: false; readonly error: { readonly issues: readonly SchemaIssue[] } };
  /** Where zod keeps the types of what goes in and what comes out. */
  readonly _zod: { readonly input: unknown; readonly output: unknown };
}

/** What callers pass for a schema. */
export type BodyInput<S extends BodySchema> = S["_zod"]["input"];

/** What the handler is given by a schema. */
export type BodyOutput<S extends BodySchema> = S["_zod"]["output"];

/** A handler that brings the schema of its body. mqant-gen recognises it by this declaration. */
export interface SchemaHandler<Args extends unknown[], Result> {
  (...args: Args): Result;
  /** Checks the body behind the session, or in the first place. */
  readonly checkArguments: ArgumentsCheck;
}

/**
 * A handler whose body is checked by a schema of your own in place of the generated one. The handler gets
 * what the schema puts out; callers are typed by what it takes in.
 *
 * @param schema - A zod schema, without anything asynchronous in it.
 * @param handler - Takes the body, or a session and the body.
 *
 * @example
 * const Bid = z.object({ amount: z.number().int().multipleOf(5), note: z.string().default("") });
 * this.server.registerGO("HD_Bid", withSchema(Bid, this.bid));
 */
export function withSchema<S extends BodySchema, Result>(
  schema: S,
  handler: (body: BodyOutput<S>) => Result,
): SchemaHandler<[body: BodyInput<S>], Result>;
export function withSchema<S extends BodySchema, Result>(
  schema: S,
  handler: (session: Session, body: BodyOutput<S>) => Result,
): SchemaHandler<[session: Session, body: BodyInput<S>], Result>;
export function withSchema(
  schema: BodySchema,
  handler: (...args: never[]) => unknown,
): SchemaHandler<never[], unknown> {
  // A function of its own: the same handler may be registered with another schema, or with none.
  const wrapped = function (this: unknown, ...args: never[]): unknown {
    return handler.apply(this, args);
  };
  return Object.assign(wrapped, {
    checkArguments: (args: readonly unknown[]) => checkBody(schema, args),
  });
}

function checkBody(schema: BodySchema, args: readonly unknown[]): CheckedArguments {
  const place = args[0] instanceof Session ? 1 : 0;
  const checked = schema.safeParse(args[place]);
  if (checked.success) {
    return {
      success: true,
      data: [...args.slice(0, place), checked.data, ...args.slice(place + 1)],
    };
  }
  const issues = checked.error.issues.map(({ path, message }) => ({
    path: [place, ...path],
    message,
  }));
  return { success: false, error: { issues } };
}
