import { ServiceBroker, type BrokerOptions } from "moleculer";
import type { Body, Contestant } from "../rpc/contestant.ts";

/**
 * moleculer over AMQP. As it is shipped, it takes one request at a time, and each waits 40 ms for Nagle's
 * algorithm. It always acknowledges requests. Registry and heartbeats are as shipped; nothing is validated.
 */
export const contestant: Contestant = {
  serve: async (uri) => {
    const broker = new ServiceBroker(options(uri, "callee"));
    broker.createService({
      name: "echo",
      actions: { echo: (ctx: { params: unknown }) => ctx.params },
    });
    await broker.start();
  },
  connect: async (uri) => {
    const broker = new ServiceBroker(options(uri, "caller"));
    await broker.start();
    await broker.waitForServices("echo");
    return { call: (body) => broker.call<Body, Body>("echo.echo", body) };
  },
};

function options(url: string, nodeID: string): BrokerOptions {
  // Its types leave the socket out.
  const tuned = { url, prefetch: 1000, socketOptions: { noDelay: true } };
  return { nodeID, logger: false, transporter: { type: "AMQP", options: tuned } };
}
