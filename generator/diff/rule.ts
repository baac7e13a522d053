/**
 * What a change does to calls between old and new code.
 *
 * `breaking`: what worked before fails, or is misread. `dangerous`: only new uses fail, or values come that
 * nobody expected. `documentation`: nothing that runs sees it.
 */
export type Verdict = "breaking" | "dangerous" | "compatible" | "documentation";

/** From the worst. */
export const verdicts: readonly Verdict[] = [
  "breaking",
  "dangerous",
  "compatible",
  "documentation",
];

/** What happens in one pairing of a rolling deployment, and why. */
export interface Effect {
  readonly verdict: Verdict;
  /** A sentence without its full stop; only where something is hurt. */
  readonly why?: string;
}

/** What a change does in both pairings. For pushes clients are the callers. */
export interface Effects {
  /** Old callers with new callees. */
  readonly oldCaller: Effect;
  /** New callers with old callees. */
  readonly newCaller: Effect;
  /** What to do instead, or in which order. */
  readonly cure?: string;
}

/**
 * Where a change is. `request` is what a call sends, `strict` the same where keys that the callee doesn't
 * know are refused, `handler` the handler or module itself.
 */
export type Channel = "handler" | "request" | "strict" | "reply" | "push";

/** One kind of change: what `explain` says of it, and what it does where. */
export interface Rule {
  /** One line, in the past tense, as it stands in front of what changed: "a property was removed". */
  readonly title: string;
  /** What it is about, in sentences. */
  readonly text: string;
  readonly in: Partial<Readonly<Record<Channel, Effects>>>;
}

export const fine: Effect = { verdict: "compatible" };

export function breaking(why: string): Effect {
  return { verdict: "breaking", why };
}

export function dangerous(why: string): Effect {
  return { verdict: "dangerous", why };
}

/** The effects of a change in both pairings. */
export function effects(oldCaller: Effect, newCaller: Effect, cure?: string): Effects {
  return { oldCaller, newCaller, ...(cure === undefined ? {} : { cure }) };
}

/** Replies and pushes are read alike: nobody checks them, so what matters is what the reader relies on. */
export function whenRead(...given: Parameters<typeof effects>): Pick<Rule["in"], "reply" | "push"> {
  return { reply: effects(...given), push: effects(...given) };
}

/** Requests are checked by the callee's schema, whatever it does with keys that it doesn't know. */
export function whenSent(
  ...given: Parameters<typeof effects>
): Pick<Rule["in"], "request" | "strict"> {
  return { request: effects(...given), strict: effects(...given) };
}

const unseen: Effects = {
  oldCaller: { verdict: "documentation" },
  newCaller: { verdict: "documentation" },
};

/** For what no running code sees. */
export const seenByNobody: Rule["in"] = {
  handler: unseen,
  request: unseen,
  strict: unseen,
  reply: unseen,
  push: unseen,
};

/** Cures that several kinds of change share. */
export const cures = {
  calleesFirst: "update all callees before the first caller",
  keepTaking: "take it until nobody sends it",
  twoSteps: "let the callees take both, update all callers, and then drop the old form",
  addBeside: "leave it as it is and add the new one beside it, until no old caller is left",
} as const;
