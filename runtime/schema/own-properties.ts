import type * as z from "zod";

/**
 * A schema of objects some of whose keys every object has from `Object.prototype`, such as `constructor`: what
 * is inherited counts as absent, as it does in JSON.
 */
export function ownProperties<S extends z.ZodType>(schema: S): S {
  const internals = schema._zod;
  const run = internals.run.bind(internals);
  internals.run = (payload, context) => {
    const value: unknown = payload.value;
    if (typeof value === "object" && value !== null && !Array.isArray(value)) {
      const own: unknown = Object.assign(Object.create(null) as object, value);
      payload.value = own;
    }
    return run(payload, context);
  };
  return schema;
}
