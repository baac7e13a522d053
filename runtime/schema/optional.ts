import * as z from "zod";

/**
 * A property or tuple element that may be absent. `undefined` passes too, since that is how most code
 * spells absent; the *type* is that of `exactOptional`, which is right under
 * `exactOptionalPropertyTypes` and means the same as `optional` without it.
 */
export function optional<S extends z.ZodType>(schema: S): z.ZodExactOptional<S> {
  // Both wrap the schema and mark the key as optional; they differ only in whether `undefined` passes.
  return schema.optional() as unknown as z.ZodExactOptional<S>;
}

/**
 * A parameter with `?` or a default, at the end of the list. `null` counts as not given: in JSON there is
 * no other way to leave out an argument before a given one.
 */
export function optionalArgument<S extends z.ZodType>(schema: S): z.ZodOptional<S> {
  // True of what comes out: `null` becomes `undefined`, and a union with an optional member is optional.
  return z.union([schema.optional(), absent]) as unknown as z.ZodOptional<S>;
}

/** A parameter that may be `undefined` or, in JSON, `null`, but has required ones after it. */
export function undefinable<S extends z.ZodType>(schema: S): z.ZodType<z.output<S> | undefined> {
  return z.union([schema.optional(), absent]);
}

const absent: z.ZodType<undefined> = z.null().transform(() => undefined);
