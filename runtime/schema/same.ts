import type * as z from "zod";

/** What a schema that is built on first use puts out. */
export type Output<S extends () => z.ZodType> = z.output<ReturnType<S>>;

/** Compiles only for `true`. Generated files state with it what must hold. */
export type Assert<T extends true> = T;

/**
 * `true` if what a schema puts out (`A`) and what the source declares (`B`) are one type, else a text that
 * says how they differ. Differences that no value shows are passed over: `readonly`, an enum member and
 * its value, `Buffer` and `Uint8Array`.
 */
export type Same<A, B> = 0 extends 1 & A
  ? Any<B, "the schema is any">
  : 0 extends 1 & B
    ? "the source type is any"
    : [A] extends [B]
      ? [B] extends [A]
        ? true
        : SameValues<A, B>
      : SameValues<A, B>;

type Any<B, Otherwise> = 0 extends 1 & B ? true : Otherwise;

type SameValues<A, B> = [Values<A>] extends [Values<B>]
  ? [Values<B>] extends [Values<A>]
    ? true
    : "the schema is narrower than the source type"
  : "the schema is wider than the source type";

type Values<T> = T extends string
  ? `${T}`
  : T extends Uint8Array
    ? Uint8Array
    : T extends Date
      ? Date
      : T extends object
        ? { -readonly [K in keyof T]: Values<T[K]> }
        : T;
