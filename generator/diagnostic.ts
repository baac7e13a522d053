import type { Location } from "./model.ts";

/** Something in the user's sources that has to be known or mended. */
export interface Diagnostic {
  /** A stable code, such as `MQ1010`; `diagnostic-codes.ts` explains each. */
  code: string;
  severity: "error" | "warning";
  /** What is wrong, with the names in question. */
  message: string;
  location: Location;
  /** What to do about it. */
  hint?: string;
  /** Other places that belong to it, such as the first of two registrations. */
  related?: { message: string; location: Location }[];
}
