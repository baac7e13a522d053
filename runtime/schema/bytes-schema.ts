import * as z from "zod";

/** Both alphabets of RFC 4648, with or without padding. */
const base64 = /^[\w+/-]*={0,2}$/;

/**
 * Bytes: a `Uint8Array` as it is, or its base64 text (either alphabet of RFC 4648), as bytes travel in
 * JSON. What is made of a text is a `Buffer`, so that it fits both types that sources use for bytes.
 */
export const bytes: z.ZodTransform<Uint8Array, unknown> = z.transform(
  (value, context): Uint8Array => {
    if (value instanceof Uint8Array) return value;
    // A rest of one digit carries six bits: no byte.
    if (
      typeof value === "string" &&
      base64.test(value) &&
      value.replace(/=+$/, "").length % 4 !== 1
    ) {
      return Buffer.from(value, "base64");
    }
    context.issues.push({
      code: "custom",
      message: "expected a Uint8Array or base64 text",
      input: value,
    });
    return z.NEVER;
  },
);
