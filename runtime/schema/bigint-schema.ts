import * as z from "zod";

/**
 * The longest decimal text taken for a bigint: 4096 bits and a sign. Reading digits costs more than
 * linear time, so a peer must not choose how many there are.
 */
const MAX_DIGITS = 1234;

const decimal = new RegExp(`^-?\\d{1,${MAX_DIGITS}}$`);

/**
 * A `bigint`, or its decimal text of up to 1234 digits, as bigints travel in JSON, or a whole number that is
 * exact, as Go's integers travel.
 */
export const bigint: z.ZodTransform<bigint, unknown> = z.transform((value, context): bigint => {
  if (typeof value === "bigint") return value;
  if (typeof value === "string" && decimal.test(value)) return BigInt(value);
  if (typeof value === "number" && Number.isSafeInteger(value)) return BigInt(value);
  context.issues.push({
    code: "custom",
    message: "expected a bigint, decimal text or a whole number up to 2^53 - 1",
    input: value,
  });
  return z.NEVER;
});
