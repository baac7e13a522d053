/** A request for a WebSocket, as a browser would make it. */
export const UPGRADE: Buffer = Buffer.from(
  [
    "GET /mqtt HTTP/1.1",
    "Host: 127.0.0.1",
    "Connection: Upgrade",
    "Upgrade: websocket",
    "Sec-WebSocket-Version: 13",
    "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
    "Sec-WebSocket-Protocol: mqtt",
    "Sec-WebSocket-Extensions: permessage-deflate",
    "",
    "",
  ].join("\r\n"),
);

/** A client's frame (RFC 6455 section 5.2), with a mask that leaves the payload as it is. */
export function clientFrame(firstByte: number, payload: Buffer): Buffer {
  const { length } = payload;
  const size =
    length < 126
      ? Buffer.from([0x80 | length])
      : Buffer.from([0x80 | 126, length >> 8, length & 0xff]);
  return Buffer.concat([Buffer.from([firstByte]), size, Buffer.alloc(4), payload]);
}
