import { once } from "node:events";
import { generate } from "mqtt-packet";
import * as assert from "uvu/assert";
import { WebSocket } from "ws";
import { hasCommand } from "../../../support/command.ts";
import { eventually } from "../../../support/eventually.ts";
import { everyWay, type Way } from "../../../support/every-way.ts";
import { parsePackets } from "../../../support/parse-packets.ts";
import { connectPacket, publishPacket } from "../../../support/raw-mqtt-client.ts";
import { suite } from "../../../support/suite.ts";

/** Plays a story over WebSocket and secure WebSocket. */
async function bothWays(
  story: (open: (protocols?: string[]) => Promise<WebSocket>) => Promise<void>,
): Promise<void> {
  const play = async ({ network, running }: Way) => {
    if (network !== "ws" && network !== "wss") return;
    const url = `${network}://127.0.0.1:${running.port(network)}/any/path`;
    const opened: WebSocket[] = [];
    const open = async (protocols: string[] = ["mqtt"]) => {
      const socket = new WebSocket(url, protocols, { rejectUnauthorized: false });
      opened.push(socket);
      await once(socket, "open");
      return socket;
    };
    try {
      await story(open);
    } finally {
      for (const socket of opened) socket.terminate();
    }
  };
  await everyWay(play, { paces: ["send by send"] });
}

const HELLO = Buffer.concat([
  generate(connectPacket()),
  generate(publishPacket("Test/HD_Echo/1", "1")),
  generate(publishPacket("Test/HD_Echo/2", "2")),
]);

suite("MQTT 3.1.1: WebSocket", (test) => {
  if (!hasCommand("openssl")) {
    test.skip("frames and subprotocols", "openssl is missing");
    return;
  }

  test("[MQTT-6.0.0-1] MQTT travels in binary frames; a text frame closes", async () => {
    await bothWays(async (open) => {
      const socket = await open();
      const kinds: boolean[] = [];
      socket.on("message", (_data, isBinary) => kinds.push(isBinary));
      socket.send(generate(connectPacket()));
      await eventually(() => kinds.length === 1);
      assert.equal(kinds, [true]);
      socket.send(generate({ cmd: "pingreq" }).toString("latin1"));
      const [code] = (await once(socket, "close")) as [number];
      assert.is(code, 1003);
    });
  });

  test("[MQTT-6.0.0-2] a frame may hold several packets or a part of one, and a message may come in fragments", async () => {
    await bothWays(async (open) => {
      for (const size of [1, 7, 20, HELLO.length]) {
        for (const isFragmented of [false, true]) {
          const socket = await open();
          const received: Buffer[] = [];
          socket.on("message", (data) => received.push(data as Buffer)); // nodebuffer by default
          for (let at = 0; at < HELLO.length; at += size) {
            const fin = !isFragmented || at + size >= HELLO.length;
            socket.send(HELLO.subarray(at, at + size), { binary: true, fin });
          }
          await eventually(() => parsePackets(Buffer.concat(received)).length === 3);
          socket.terminate();
        }
      }
    });
  });

  test("[MQTT-6.0.0-4] the subprotocol is mqtt where it is offered, mqttv3.1 for older clients, none for those that offer none", async () => {
    await bothWays(async (open) => {
      assert.is((await open(["mqtt"])).protocol, "mqtt");
      assert.is((await open(["other", "mqttv3.1", "mqtt"])).protocol, "mqtt");
      assert.is((await open(["mqttv3.1"])).protocol, "mqttv3.1");
      assert.is((await open([])).protocol, "");
    });
  });
});
