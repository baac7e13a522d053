import { Connection } from "rabbitmq-client";
import type { Body, Contestant } from "../rpc/contestant.ts";

const QUEUE = "bench-rabbitmq-client";

/** rabbitmq-client with its own RPC: direct reply-to, no acknowledgements, no confirms, a timer per call. */
export const contestant: Contestant = {
  serve: async (uri) => {
    const rabbit = new Connection({ url: uri, noDelay: true });
    const consumer = rabbit.createConsumer(
      { queue: QUEUE, queueOptions: { exclusive: true }, noAck: true },
      async (request, reply) => {
        await reply(request.body as Body); // the client's own
      },
    );
    await new Promise<void>((resolve, reject) => {
      consumer.on("ready", resolve);
      consumer.on("error", reject);
    });
  },
  connect: async (uri) => {
    const rabbit = new Connection({ url: uri, noDelay: true });
    await rabbit.onConnect();
    const rpc = rabbit.createRPCClient({ confirm: false });
    return {
      call: async (body) => (await rpc.send(QUEUE, body)).body as Body, // the callee's own
    };
  },
};
