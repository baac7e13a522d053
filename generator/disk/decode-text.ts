/** The text in a file's bytes, which begin with a byte order mark if they are no plain UTF-8. */
export function decodeText(bytes: Buffer): string {
  const [first, second, third] = bytes;
  if (first === 0xff && second === 0xfe) return bytes.toString("utf16le", 2);
  if (first === 0xfe && second === 0xff) {
    return Buffer.from(bytes.subarray(0, bytes.length & ~1))
      .swap16()
      .toString("utf16le", 2);
  }
  return first === 0xef && second === 0xbb && third === 0xbf
    ? bytes.toString("utf8", 3)
    : bytes.toString("utf8");
}
