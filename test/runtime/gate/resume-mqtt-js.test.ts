import { Gate, type Session } from "mqant";
import { connectAsync, type IConnackPacket } from "mqtt";
import * as assert from "uvu/assert";
import { eventually } from "../../support/eventually.ts";
import { RunningGate } from "../../support/running-gate.ts";
import { suite } from "../../support/suite.ts";
import { TcpProxy } from "../../support/tcp-proxy.ts";

const NUMBERS = Array.from({ length: 300 }, (_, index) => index);

/** How often the connection is cut at most, and what passes to the client in between, in bytes. */
const CUTS = 6;
const BYTES_BETWEEN = 1000;

class NotingGate extends Gate {
  session: Session | undefined;
  ended = 0;
  override onConnect(session: Session): void {
    this.session = session;
  }
  override onDisconnect(): void {
    this.ended++;
  }
}

suite("MQTT.js over a connection that breaks again and again, with resume", (test) => {
  for (const network of ["tcp", "ws"] as const) {
    for (const protocolVersion of [4, 5] as const) {
      test(`version ${protocolVersion} over ${network}: it gets each push in order, acknowledges all, and keeps its one session`, async () => {
        const gate = new NotingGate();
        const settings = { TCPAddr: "127.0.0.1:0", WSAddr: "127.0.0.1:0", resume: true };
        await using running = await RunningGate.start({ gate, settings });
        await using proxy = await TcpProxy.start(running.port(network));
        const client = await connectAsync(
          `${network === "tcp" ? "mqtt" : "ws"}://127.0.0.1:${proxy.port}`,
          {
            protocolVersion,
            clientId: "page",
            clean: false,
            username: "ann",
            password: "secret",
            reconnectPeriod: 20,
            ...(protocolVersion === 5 && { properties: { sessionExpiryInterval: 60 } }),
          },
        );
        await using _client = { [Symbol.asyncDispose]: () => client.endAsync(true) };
        const presents: boolean[] = [];
        client.on("error", () => {}); // it reconnects
        client.on("connect", ({ sessionPresent }: IConnackPacket) => {
          presents.push(sessionPresent);
          if (presents.length < CUTS) proxy.cutAfter(BYTES_BETWEEN);
        });
        const first: number[] = [];
        const seen = new Set<number>();
        client.on("message", (_topic, payload, { dup }) => {
          const number = Number(String(payload));
          if (seen.has(number)) assert.ok(dup, `${number} comes again without DUP`);
          else first.push(number);
          seen.add(number);
        });
        proxy.cutAfter(BYTES_BETWEEN);
        const { session } = gate;
        if (session === undefined) throw new Error("nobody has connected");
        for (const number of NUMBERS) await session.sendNR("Test/OnNumber", number, { qos: 1 });
        await eventually(() => first.length === NUMBERS.length, "all pushes", 25_000);
        assert.equal(first, NUMBERS);
        assert.ok(presents.length > 1 && presents.every(Boolean));
        // Acknowledged like all before it: MQTT.js does so in order.
        assert.is(await session.send("Test/OnNumber", -1, { qos: 1 }), "delivered");
        assert.is(gate.ended, 0);
        await client.endAsync();
        await eventually(() => gate.ended === 1);
      });
    }
  }
});
