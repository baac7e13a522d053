import { connect, type Socket } from "node:net";
import { generate } from "mqtt-packet";
import { eventually } from "../support/eventually.ts";
import { connectPacket, publishPacket, RawMqttClient } from "../support/raw-mqtt-client.ts";
import type { Ports } from "./spoiled-connection.ts";

/** What many clients do together to a gate. */
export interface Attack {
  readonly name: string;
  /** The gate's settings, where the defaults would take too long to wait for. */
  readonly settings: object;
  /** The kind of the reason that the gate has to end their connections for. */
  readonly closedFor: string;
  /** How many connections have to end for it. */
  readonly count: number;
  /** Resolves when the attackers' connections are closed. */
  run(ports: Ports): Promise<void>;
}

const COUNT = 200;

/** A socket that says something first, and then a byte of it again and again, as long as the gate lets it. */
async function drip(port: number, first: string, then: string): Promise<void> {
  const socket = await opened(port);
  socket.write(first, "latin1");
  const drops = setInterval(() => socket.write(then, "latin1"), 50);
  await closed(socket);
  clearInterval(drops);
}

async function opened(port: number): Promise<Socket> {
  const socket = connect({ port, host: "127.0.0.1" });
  socket.on("error", () => {}); // "close" follows
  socket.resume();
  await new Promise((resolve) => socket.once("connect", resolve).once("close", resolve));
  return socket;
}

/** Resolves when a socket is closed, in whatever way. */
async function closed(socket: Socket): Promise<void> {
  if (!socket.closed) await new Promise((resolve) => socket.once("close", resolve));
}

/** So many at the same time. */
async function times(count: number, one: (index: number) => Promise<void>): Promise<void> {
  await Promise.all(Array.from({ length: count }, (_, index) => one(index)));
}

/** A client that never reads, and what it asks for. */
async function neverReads(port: number, network: "tcp" | "ws"): Promise<void> {
  await using client = await RawMqttClient.connect({ port, network });
  client.pause();
  client.send(publishPacket("Test/HD_Flood/1"));
  // What ends is seen by writing: who does not read hears of no end.
  const pings = setInterval(() => client.send({ cmd: "pingreq" }), 50);
  try {
    await client.untilClosed();
  } finally {
    clearInterval(pings);
  }
}

export const ATTACKS: readonly Attack[] = [
  {
    name: "sockets that never come to the end of CONNECT, or of the HTTP before it",
    settings: { connectTimeoutMs: 1500 },
    closedFor: "no_connect",
    count: COUNT,
    run: async ({ tcp, ws }) => {
      const beginnings: [port: number, first: string, then: string][] = [
        [tcp, "\u0010\u00ff\u000f\0\u0004MQTT\u0004", "\0"],
        [ws, "GET / HTTP/1.1\r\nX-A: ", "x"],
        [tcp, "", ""],
        [ws, "", ""],
      ];
      const each = COUNT / beginnings.length;
      await Promise.all(beginnings.map((beginning) => times(each, () => drip(...beginning))));
    },
  },
  {
    name: "clients that fall silent, as if their network were gone",
    settings: {},
    closedFor: "keep_alive",
    count: COUNT,
    run: async ({ tcp }) => {
      await times(COUNT, async () => {
        const socket = await opened(tcp);
        socket.write(generate(connectPacket({ keepalive: 1 })));
        await closed(socket);
      });
    },
  },
  {
    name: "more connections than are allowed",
    settings: { MaxConnNum: COUNT },
    closedFor: "full",
    count: 4 * COUNT,
    run: async ({ tcp, ws }) => {
      const sockets: Socket[] = [];
      let refused = 0;
      await times(5 * COUNT, async (index) => {
        const socket = await opened(index % 2 === 0 ? tcp : ws);
        sockets.push(socket);
        socket.once("close", () => refused++);
      });
      await eventually(() => refused >= 4 * COUNT, "the refusal of four in five");
      for (const socket of sockets) socket.destroy();
    },
  },
  {
    name: "connections that come and go",
    settings: {},
    closedFor: "gone",
    count: 5 * COUNT,
    run: async ({ tcp }) => {
      await times(20, async () => {
        for (let round = 0; round < COUNT / 4; round++) {
          const socket = await opened(tcp);
          socket.end(generate(connectPacket()));
          await closed(socket);
        }
      });
    },
  },
  {
    name: "more requests than anybody needs",
    settings: {},
    closedFor: "gone",
    count: 10,
    run: async ({ tcp }) => {
      await times(10, async () => {
        await using client = await RawMqttClient.connect({ port: tcp });
        const requests = Array.from({ length: 1000 }, (_, n) => publishPacket(`Test/HD_Echo/${n}`));
        client.send(...requests);
        await eventually(() => client.packets.length === requests.length, "all replies", 60_000);
      });
    },
  },
  {
    name: "clients that never read while 10 MB are pushed to them",
    settings: {},
    closedFor: "slow_reader",
    count: 20,
    run: ({ tcp, ws }) =>
      times(20, (index) => (index % 2 === 0 ? neverReads(tcp, "tcp") : neverReads(ws, "ws"))),
  },
];
