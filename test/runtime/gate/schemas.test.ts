import { withSchema, type Handler, type Session } from "mqant";
import * as assert from "uvu/assert";
import * as z from "zod";
import { allGoldenSchemas } from "../../generator/emit/golden-module.ts";
import { publishPacket, RawMqttClient } from "../../support/raw-mqtt-client.ts";
import { rejectsWith } from "../../support/rejects-with.ts";
import { RunningGate } from "../../support/running-gate.ts";
import { suite } from "../../support/suite.ts";

/** What a client gets for a request: a result, or the text of an error. */
async function ask(client: RawMqttClient, topic: string, body: unknown): Promise<unknown> {
  client.send(publishPacket(topic, JSON.stringify(body)));
  const reply = await client.next();
  if (reply.cmd !== "publish") throw new Error(`a ${reply.cmd} came`);
  const { Error: error, Result: result } = JSON.parse(reply.payload.toString()) as {
    Error: string;
    Result: unknown;
  };
  return error === "" ? result : error;
}

suite("generated schemas behind a gate", (test) => {
  const request = { userName: "ann", passWord: "secret" };

  test("refuse a client's keys that no type knows, and drop those of a module", async () => {
    const received: unknown[] = [];
    const keep: Handler = (...args: unknown[]) => void received.push(args.at(-1));
    await using running = await RunningGate.start({
      handlers: { Login: { HD_Login: keep, settle: keep } },
      schemas: await allGoldenSchemas("login"),
    });
    await using client = await RawMqttClient.connect({ port: running.port() });
    const answer = await ask(client, "Login/HD_Login/1", { ...request, isAdmin: true });
    assert.match(String(answer), "isAdmin");
    const device = { os: "web", version: "1", rooted: true };
    assert.match(String(await ask(client, "Login/HD_Login/2", { ...request, device })), "rooted");
    assert.equal(received, []);
    await ask(client, "Login/HD_Login/3", request);
    // What a newer caller knows more of must not hinder an older callee.
    const order = { id: 1, lines: [{ product: "a", count: 1, gift: true }], coupon: "x" };
    await running.app.invoke("Login", "settle", [order]);
    assert.equal(received, [request, { id: 1, lines: [{ product: "a", count: 1 }] }]);
  });
});

suite("schemas that handlers bring along", (test) => {
  const Bid = z.object({ amount: z.number().multipleOf(5), note: z.string().default("none") });
  const bid = (_session: Session, { amount, note }: z.output<typeof Bid>) => `${amount} ${note}`;

  test("check the body in place of the generated one, and give the handler what they put out", async () => {
    await using running = await RunningGate.start({
      handlers: {
        Auction: {
          HD_Bid: withSchema(Bid, bid),
          close: withSchema(z.string().trim().min(1), (name) => name.length),
        },
      },
      schemas: await allGoldenSchemas("own-schemas"),
    });
    await using client = await RawMqttClient.connect({ port: running.port() });
    assert.is(await ask(client, "Auction/HD_Bid/1", { amount: 10 }), "10 none");
    const answer = await ask(client, "Auction/HD_Bid/2", { amount: 3 });
    assert.match(String(answer), "argument 2 at amount");
    const close = (name: unknown): Promise<unknown> =>
      running.app.invoke("Auction", "close", [name]);
    assert.is(await close(" sword "), 5);
    await rejectsWith(close("  "), "invalid_argument");
    await rejectsWith(close(undefined), "invalid_argument");
  });

  test("hold without generated ones too, and keep the module as this", async () => {
    const whose = withSchema(z.object({ n: z.coerce.number() }), function (
      this: { getType(): string },
      { n }: { n: number },
    ) {
      return `${this.getType()} ${n + 1}`;
    } as (body: { n: number }) => string);
    await using running = await RunningGate.start({ handlers: { Auction: { whose } } });
    const ask = (body: unknown): Promise<unknown> => running.app.invoke("Auction", "whose", [body]);
    assert.is(await ask({ n: "41" }), "Auction 42");
    await rejectsWith(ask({ n: "x" }), "invalid_argument");
  });

  test("must be there where the contract counts on them", async () => {
    const starting = RunningGate.start({
      handlers: { Auction: { HD_Bid: bid } },
      schemas: await allGoldenSchemas("own-schemas"),
    });
    const failure: unknown = await starting.then(
      () => undefined,
      (error: unknown) => error,
    );
    assert.match(failure instanceof Error ? failure.message : "", 'HD_Bid" without its schema');
  });
});
