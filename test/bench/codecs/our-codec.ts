import { decodeFrame } from "../../../runtime/wire/frame.ts";
import {
  encodeCall,
  encodeRequests,
  readCall,
  readRequests,
} from "../../../runtime/wire/request-message.ts";
import { Attachments, untagFirst } from "../../../runtime/wire/wire-value.ts";
import { ASKER, type Codec } from "./codec.ts";

/** What the wire does between the copied arguments and those that a handler gets, without the broker. */
export function ourCodec(): Codec {
  return {
    roundTrip: (calls) => {
      const attachments = new Attachments();
      const texts = calls.map((call) => encodeCall(call, call.timeoutMs, attachments));
      const frame = encodeRequests(ASKER, undefined, { calls: texts }, attachments.parts);
      const decoded = decodeFrame(frame, Number.POSITIVE_INFINITY);
      const message = readRequests(decoded.json, decoded.attachments);
      return {
        bytes: frame.content.length,
        calls: message.calls.map((entry) => {
          const { number, args, tagged } = readCall(entry);
          untagFirst(args, tagged, message.attachments, (session) => session);
          return { number, args };
        }),
      };
    },
  };
}
