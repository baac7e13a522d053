import * as z from "zod";
import { Session } from "../session/session.ts";
import { session } from "./session-schema.ts";

/**
 * The arguments of a handler that takes a session and one body, as clients call it. The same as
 * `z.tuple([session, body])`; but where nothing is wrong, which is nearly always, it leaves out the tuple,
 * which would cost a third of the check.
 */
export function sessionAndBody<S extends z.ZodType>(
  body: S,
): z.ZodTuple<[typeof session, S], null> {
  const tuple = z.tuple([session, body]);
  const explain = tuple.safeParse;
  tuple.safeParse = (args, params) => {
    if (Array.isArray(args) && args.length === 2 && args[0] instanceof Session) {
      const checked = body.safeParse(args[1]);
      // It is what the tuple's elements put out.
      if (checked.success) return { success: true, data: [args[0], checked.data as z.output<S>] };
    }
    return explain(args, params);
  };
  return tuple;
}
