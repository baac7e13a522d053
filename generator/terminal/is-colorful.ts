/** Whether colours may be written to a stream. https://no-color.org: any value but an empty one turns them off. */
export function isColorful(stream: NodeJS.WriteStream): boolean {
  // `isTTY` is undefined where it is no terminal, and then picocolors would decide by itself.
  return Boolean(stream.isTTY) && !process.env["NO_COLOR"] && process.env["TERM"] !== "dumb";
}
