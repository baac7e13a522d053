import * as z from "zod";

/** A breaking change that is meant, and why: `mqant-gen diff` lets it pass. Kept in the lock file. */
export interface Allowance {
  /** Code and place of the change as `mqant-gen diff` tells it: `MQ3012 Login.HD_Login(msg.device.os)`. */
  change: string;
  reason: string;
}

export const allowanceSchema: z.ZodType<Allowance> = z.strictObject({
  change: z.string(),
  reason: z.string().min(1, "expected a reason"),
});

const someAllowances = z.looseObject({ allow: z.array(allowanceSchema) });

/**
 * The text of a new lock file with the allowances of the one that it replaces, so that they stay when the
 * contract is locked again.
 *
 * @returns `undefined` if the old text is damaged and they can't be told.
 */
export function keepAllowances(text: string, replaced: string): string | undefined {
  // Most files have none, and then it doesn't matter what else is in them, such as a merge conflict.
  if (!replaced.includes('"allow"')) return text;
  let old: unknown;
  try {
    old = JSON.parse(replaced);
  } catch {
    return undefined;
  }
  if (typeof old !== "object" || old === null || !("allow" in old)) return text;
  const known = someAllowances.safeParse(old);
  return known.success ? withAllowances(text, known.data.allow) : undefined;
}

/** The text of a lock file with these allowances in place of its own, sorted. */
export function withAllowances(text: string, allow: readonly Allowance[]): string {
  // Only called with texts of ours, which are objects that begin with these two keys.
  const { generator, format, allow: _, ...contract } = JSON.parse(text) as Record<string, unknown>;
  const sorted = allow.toSorted((a, b) => (a.change < b.change ? -1 : 1));
  const lock = {
    generator,
    format,
    ...(sorted.length === 0 ? {} : { allow: sorted }),
    ...contract,
  };
  return `${JSON.stringify(lock, null, 2)}\n`;
}
