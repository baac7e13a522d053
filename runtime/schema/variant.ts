import * as z from "zod";

/** What `z.discriminatedUnion` takes as a member. */
export type Variant<T> = z.ZodType<T> & z.core.$ZodTypeDiscriminable;

/**
 * A member of a discriminated union that is defined elsewhere and mentions the union in turn: it is
 * looked up when the first value is checked.
 */
export function variant<T>(schema: () => z.ZodType<T>): Variant<T> {
  // A lazy schema passes on the discriminating values of the one it stands for.
  return z.lazy(schema) as unknown as Variant<T>;
}
