import * as z from "zod";

/**
 * The members of an enum. Generated files name the enum as a type only and state its values here, so that
 * no code of the user's is loaded to check arguments; a proof beside it compares the two.
 */
export function literal<T extends string | number | boolean>(
  values: readonly (string | number | boolean)[],
): z.ZodLiteral<T> {
  // Enum members are their values at run time.
  return z.literal(values as readonly T[] as T[]);
}

/** A template literal type: `pattern` is its anchored regular expression. */
export function template<T extends string>(pattern: string): z.ZodType<T> & z.core.$ZodRecordKey {
  // The pattern describes exactly the texts of the type.
  return z.string().regex(new RegExp(pattern, "u")) as unknown as z.ZodType<T> &
    z.core.$ZodRecordKey;
}

/** A primitive that has a brand in the types only. */
export function branded<T>(schema: z.ZodType): z.ZodType<T> {
  // The brand exists nowhere but in the type.
  return schema as z.ZodType<T>;
}
