import type { Location } from "./model.ts";

/**
 * A place in the sources that calls a handler, as plain JSON data. Calls are no part of the contract, and
 * never in the lock file: who calls is the callers' business.
 */
export interface CallModel {
  /**
   * Types of the modules whose code this is, sorted: several for a base class that they share and for helpers
   * that several use, none for code that no module uses.
   */
  from: string[];
  /** The type of the called module, such as `"Login"`; left out if it is known only when the program runs. */
  target?: string;
  /** `"Login001"`, if the call names an instance in the source. */
  instance?: string;
  /** The name of the called handler; left out if it is known only when the program runs. */
  handler?: string;
  /** Whether the caller does not wait for the result: `rpcInvokeNR`. */
  oneWay: boolean;
  /** Where the handler is named. */
  location: Location;
}
