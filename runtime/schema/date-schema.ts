import * as z from "zod";

/** A date-time with zone, as `Date.prototype.toISOString` and RFC 3339 write it. */
const dateTime =
  /^(?<year>\d{4}|[+-]\d{6})-(?<month>\d\d)-(?<day>\d\d)T\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:\d\d)$/;

/**
 * A `Date`: the value itself, as modules of this process send it, or its ISO date-time text, as it
 * travels in JSON. The text must name the zone and a day that exists.
 */
export const date: z.ZodTransform<Date, unknown> = z.transform((value, context): Date => {
  const found =
    value instanceof Date ? value : typeof value === "string" ? parse(value) : undefined;
  if (found !== undefined && !Number.isNaN(found.getTime())) return found;
  context.issues.push({
    code: "custom",
    message: "expected a Date or an ISO date-time text",
    input: value,
  });
  return z.NEVER;
});

function parse(text: string): Date | undefined {
  const parts = dateTime.exec(text)?.groups;
  if (parts === undefined) return undefined;
  // `new Date` takes February 30 for March 1: only the calendar knows how long the month is.
  const day = Number(parts["day"]);
  if (day > 28 && day > daysOf(Number(parts["year"]), Number(parts["month"]))) return undefined;
  return new Date(text);
}

function daysOf(year: number, month: number): number {
  if (month === 2) {
    return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0 ? 29 : 28;
  }
  return [4, 6, 9, 11].includes(month) ? 30 : 31;
}
