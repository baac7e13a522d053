import { once } from "node:events";
import type { Session } from "mqant";
import { generate } from "mqtt-packet";
import * as assert from "uvu/assert";
import { WebSocket } from "ws";
import { isAddressRange, TrustedProxies } from "../../../runtime/gate/trusted-proxies.ts";
import { parsePackets } from "../../support/parse-packets.ts";
import { eventually } from "../../support/eventually.ts";
import { connectPacket, publishPacket } from "../../support/raw-mqtt-client.ts";
import { RunningGate } from "../../support/running-gate.ts";
import { suite } from "../../support/suite.ts";

/** The address that a WebSocket client's session has, whose request came with this header. */
async function addressWith(settings: object, forwardedFor: string): Promise<string> {
  await using running = await RunningGate.start({
    settings: { WSAddr: "127.0.0.1:0", ...settings },
    handlers: { Test: { HD_Where: ({ ip }: Session) => ip } },
  });
  const headers = { "x-forwarded-for": forwardedFor };
  const socket = new WebSocket(`ws://127.0.0.1:${running.port("ws")}`, ["mqtt"], { headers });
  const received: Buffer[] = [];
  socket.on("message", (data) => received.push(data as Buffer)); // nodebuffer by default
  try {
    await once(socket, "open");
    socket.send(generate(connectPacket()));
    socket.send(generate(publishPacket("Test/HD_Where/1")));
    const packets = () => parsePackets(Buffer.concat(received));
    await eventually(() => packets().length === 2);
    const reply = packets()[1];
    const body = JSON.parse(String(reply?.cmd === "publish" && reply.payload)) as {
      Result: string;
    };
    return body.Result;
  } finally {
    socket.terminate();
  }
}

suite("proxies in front of a gate", (test) => {
  test("the client is the last one who is no proxy: what it says itself is not believed", () => {
    const proxies = new TrustedProxies(["10.0.0.0/8", "192.168.1.1", "2001:db8::/32"]);
    const cases: [peer: string, header: string | undefined, client: string][] = [
      ["203.0.113.7", "1.2.3.4", "203.0.113.7"],
      ["10.1.2.3", "198.51.100.9", "198.51.100.9"],
      ["10.1.2.3", "1.2.3.4, 198.51.100.9", "198.51.100.9"],
      ["10.1.2.3", "198.51.100.9, 192.168.1.1, 10.9.9.9", "198.51.100.9"],
      ["192.168.1.1", "2001:db8::1, 2001:db9::2", "2001:db9::2"],
      ["2001:db8::1", "198.51.100.9", "198.51.100.9"],
      ["10.1.2.3", undefined, "10.1.2.3"],
      ["10.1.2.3", "", "10.1.2.3"],
      ["10.1.2.3", "198.51.100.9, unknown", "10.1.2.3"],
      ["10.1.2.3", "10.4.4.4", "10.4.4.4"],
    ];
    for (const [peer, header, client] of cases) {
      assert.is(proxies.clientOf(peer, header), client, `${peer} with ${header}`);
    }
  });

  test("addresses and ranges are told from other texts", () => {
    for (const right of ["10.0.0.1", "10.0.0.0/8", "::1", "2001:db8::/32", "0.0.0.0/0"]) {
      assert.ok(isAddressRange(right), right);
    }
    for (const wrong of ["", "proxy", "10.0.0", "10.0.0.0/33", "::/129", "10.0.0.0/8/8", "::1/x"]) {
      assert.not(isAddressRange(wrong), wrong);
    }
  });

  test("a session's address is what a trusted proxy says, and nobody else", async () => {
    const header = "1.2.3.4, 198.51.100.9";
    assert.is(await addressWith({ trustedProxies: ["127.0.0.1"] }, header), "198.51.100.9");
    assert.is(await addressWith({ trustedProxies: ["127.0.0.2"] }, header), "127.0.0.1");
    assert.is(await addressWith({}, header), "127.0.0.1");
  });

  test("clients behind one of trustedProxies are not counted as one", async () => {
    const settings = { maxConnectionsPerIp: 1, trustedProxies: ["127.0.0.0/8"] };
    await using running = await RunningGate.start({
      settings: { WSAddr: "127.0.0.1:0", ...settings },
    });
    const url = `ws://127.0.0.1:${running.port("ws")}`;
    const sockets = [new WebSocket(url, ["mqtt"]), new WebSocket(url, ["mqtt"])];
    try {
      await Promise.all(sockets.map((socket) => once(socket, "open")));
    } finally {
      for (const socket of sockets) socket.terminate();
    }
  });
});
