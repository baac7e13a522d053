import * as z from "zod";
import { Session } from "../session/session.ts";

/**
 * The first argument of a handler that takes one: a {@link Session} and nothing that looks like it.
 * Sessions are made by the runtime at the receiving edge, never by what a peer sent.
 */
export const session: z.ZodType<Session, Session> = z.custom<Session>(
  (value) => value instanceof Session,
  "expected a session",
);
