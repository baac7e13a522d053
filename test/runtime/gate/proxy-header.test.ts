import * as assert from "uvu/assert";
import { Violation } from "../../../runtime/gate/close-reason.ts";
import { parseProxyHeader } from "../../../runtime/gate/proxy-header.ts";
import { suite } from "../../support/suite.ts";

const SIGNATURE = "0d0a0d0a000d0a515549540a";
const F = "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff";

const line = (text: string) => Buffer.from(`${text}\r\n`, "latin1");
const binary = (hex: string) => Buffer.from(SIGNATURE + hex.replaceAll(" ", ""), "hex");

function refusalOf(bytes: Buffer): string {
  try {
    parseProxyHeader(bytes);
  } catch (error) {
    if (error instanceof Violation && error.kind === "malformed") return error.text;
    throw error;
  }
  return "accepted";
}

const good: [name: string, header: Buffer, ip: string | undefined][] = [
  // Section 2.1 has these five.
  [
    "the longest line of IPv4",
    line("PROXY TCP4 255.255.255.255 255.255.255.255 65535 65535"),
    "255.255.255.255",
  ],
  ["the longest line of IPv6", line(`PROXY TCP6 ${F} ${F} 65535 65535`), F],
  ["the shortest line", line("PROXY UNKNOWN"), undefined],
  ["the longest line", line(`PROXY UNKNOWN ${F} ${F} 65535 65535`), undefined],
  [
    "a line as a proxy writes it",
    line("PROXY TCP4 192.168.0.1 192.168.0.11 56324 443"),
    "192.168.0.1",
  ],
  ["IPv6 in short", line("PROXY TCP6 2001:DB8::0:1 ::1 0 1"), "2001:db8::1"],
  ["IPv4 inside of IPv6", line("PROXY TCP6 ::ffff:198.51.100.9 ::1 1 1"), "198.51.100.9"],
  // Section 2.2: version and command, family and transport, length, addresses, ports.
  ["IPv4 in bytes", binary("21 11 000c c6336409 c0000201 dc04 01bb"), "198.51.100.9"],
  [
    "IPv6 in bytes",
    binary(
      "21 21 0024 20010db8000000000000000000000001 20010db8000000000000000000000002 dc04 01bb",
    ),
    "2001:db8::1",
  ],
  [
    "IPv4 inside of IPv6 in bytes",
    binary(
      "21 21 0024 00000000000000000000ffffc6336409 00000000000000000000000000000001 0001 0001",
    ),
    "198.51.100.9",
  ],
  ["datagrams", binary("21 12 000c c6336409 c0000201 dc04 01bb"), "198.51.100.9"],
  ["the proxy itself", binary("20 00 0000"), undefined],
  ["the proxy itself, with addresses", binary("20 11 000c c6336409 c0000201 dc04 01bb"), undefined],
  ["the proxy itself, with fewer bytes than addresses have", binary("20 11 0002 0000"), undefined],
  ["an unspecified family", binary("21 00 0003 040000"), undefined],
  ["a UNIX socket", binary(`21 31 00d8 ${"2f".repeat(216)}`), undefined],
  [
    "fields behind the addresses",
    binary(`21 11 0013 c6336409 c0000201 dc04 01bb 03 0004 a1b2c3d4`),
    "198.51.100.9",
  ],
  [
    "the longest that is taken",
    binary(`21 11 0ff0 c6336409 c0000201 dc04 01bb ${"04".repeat(4068)}`),
    "198.51.100.9",
  ],
];

const bad: [name: string, bytes: Buffer][] = [
  ["MQTT", Buffer.from("100e00044d5154540400000000026333", "hex")],
  ["TLS", Buffer.from("160301", "hex")],
  ["HTTP", Buffer.from("GET / HTTP/1.1\r\n")],
  ["HTTP that begins alike", Buffer.from("PUT / HTTP/1.1\r\n")],
  ["lower case", line("proxy TCP4 1.2.3.4 1.2.3.4 1 1")],
  ["another family", line("PROXY TCP5 1.2.3.4 1.2.3.4 1 1")],
  ["no family", line("PROXY ")],
  ["a line without addresses", line("PROXY TCP4")],
  ["IPv6 as IPv4", line("PROXY TCP4 ::1 ::1 1 1")],
  ["IPv4 as IPv6", line("PROXY TCP6 1.2.3.4 1.2.3.4 1 1")],
  ["a name", line("PROXY TCP4 localhost 1.2.3.4 1 1")],
  ["an octet beyond 255", line("PROXY TCP4 256.2.3.4 1.2.3.4 1 1")],
  ["a leading zero", line("PROXY TCP4 01.2.3.4 1.2.3.4 1 1")],
  ["a zone", line("PROXY TCP6 fe80::1%eth0 fe80::2 1 1")],
  ["a wrong destination", line("PROXY TCP4 1.2.3.4 x 1 1")],
  ["two spaces", line("PROXY TCP4  1.2.3.4 1.2.3.4 1 1")],
  ["one port", line("PROXY TCP4 1.2.3.4 1.2.3.4 1")],
  ["three ports", line("PROXY TCP4 1.2.3.4 1.2.3.4 1 1 1")],
  ["a port beyond 65535", line("PROXY TCP4 1.2.3.4 1.2.3.4 65536 1")],
  ["a port with a leading zero", line("PROXY TCP4 1.2.3.4 1.2.3.4 01 1")],
  ["a port of no digits", line("PROXY TCP4 1.2.3.4 1.2.3.4 0x1 1")],
  ["a space at the end", line("PROXY TCP4 1.2.3.4 1.2.3.4 1 1 ")],
  ["a line feed alone", Buffer.from(`PROXY TCP4 1.2.3.4 1.2.3.4 1 1\n${"x".repeat(107)}`)],
  ["a line that does not end", Buffer.from(`PROXY UNKNOWN ${"x".repeat(93)}`)],
  ["version 1 in bytes", binary("11 11 000c c6336409 c0000201 dc04 01bb")],
  ["version 3", binary("31 11 000c c6336409 c0000201 dc04 01bb")],
  ["an unknown command", binary("22 11 000c c6336409 c0000201 dc04 01bb")],
  ["an unknown family", binary("21 41 000c c6336409 c0000201 dc04 01bb")],
  ["an unknown transport", binary("21 13 000c c6336409 c0000201 dc04 01bb")],
  ["fewer bytes than IPv4 needs", binary("21 11 000b c6336409 c0000201 dc04 01")],
  ["fewer bytes than IPv6 needs", binary(`21 21 000c ${"00".repeat(12)}`)],
  ["more bytes than are taken, told by the length", binary("21 11 0ff1")],
  ["the most bytes that could be said", binary("21 11 ffff")],
];

suite("PROXY headers", (test) => {
  for (const [name, header, ip] of good) {
    test(`${name}: ${ip ?? "no address"}, wherever it is cut, and not a byte of what follows`, () => {
      assert.equal(parseProxyHeader(header), { ip, bytes: header.length });
      assert.equal(parseProxyHeader(Buffer.concat([header, header])), { ip, bytes: header.length });
      for (let end = 0; end < header.length; end++) {
        assert.is(parseProxyHeader(header.subarray(0, end)), undefined, `cut at ${end}`);
      }
    });
  }

  for (const [name, bytes] of bad) {
    test(`${name}: malformed`, () => {
      assert.match(refusalOf(bytes), /PROXY/u);
    });
  }

  test("a wrong byte is noticed at once", () => {
    for (const signature of [Buffer.from("PROXY "), binary("")]) {
      for (let at = 1; at < signature.length; at++) {
        const wrong = Buffer.from(signature.subarray(0, at + 1));
        wrong[at] = 0x78;
        assert.match(refusalOf(wrong), /no PROXY header/u, `at ${at}`);
      }
    }
  });
});
