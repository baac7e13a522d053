import type { CallParts } from "../../../runtime/wire/request-message.ts";

/** A call as a codec gets it: its arguments are copied, and it is known whether they are JSON as they are. */
export interface Call extends CallParts {
  readonly timeoutMs: number;
}

/** What makes bytes of the calls of a message, and calls of the bytes. */
export interface Codec {
  /** There and back, as far as a handler needs it: every argument is decoded. */
  roundTrip(calls: readonly Call[]): Trip;
}

/** What came out in the end. */
export interface Trip {
  readonly bytes: number;
  readonly calls: readonly { readonly number: number; readonly args: readonly unknown[] }[];
}

/** What goes with every message. */
const FROM = "amq.gen-oW2nDEcRUfm9XbHMzCF1wA";
const KEY = "k3J9xQw0Zt5v";

/** A general codec, for the message that ours is: who asks, and a list of lists. */
export function generalCodec(
  encode: (message: unknown) => Uint8Array,
  decode: (bytes: Uint8Array) => unknown,
): Codec {
  return {
    roundTrip: (calls) => {
      const encoded = encode({
        from: FROM,
        key: KEY,
        calls: calls.map((call) => {
          return [call.number, call.handler, call.timeoutMs, call.caller, call.args];
        }),
      });
      const decoded = decode(encoded) as { calls: [number, string, number, string, unknown[]][] };
      return {
        bytes: encoded.length,
        calls: decoded.calls.map(([number, , , , args]) => ({ number, args })),
      };
    },
  };
}

/** Who asks, where the codec is ours. */
export const ASKER = { from: FROM, key: KEY };
