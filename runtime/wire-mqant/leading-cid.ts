/** What comes before the Cid, as Go and we write messages. */
const START = Buffer.from('{"Cid":"');
/** Longer ones are none of ours: a UUID has 36 characters. */
const MAX_BYTES = 255;

/**
 * The Cid at the beginning of a message, without reading the message: for those that are our own, or too
 * large to be read.
 *
 * @returns `undefined` if it does not begin with one.
 */
export function leadingCid(message: Buffer): string | undefined {
  if (!message.subarray(0, START.length).equals(START)) return undefined;
  const rest = message.subarray(START.length, START.length + MAX_BYTES + 1);
  const end = rest.indexOf('"');
  return end === -1 ? undefined : rest.toString("utf8", 0, end);
}
