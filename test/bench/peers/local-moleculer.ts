import { ServiceBroker, type BrokerOptions } from "moleculer";

/** A broker with two echoes in the same process, its parameters validated. */
export async function start(options: BrokerOptions): Promise<ServiceBroker> {
  const broker = new ServiceBroker({ logger: false, validator: true, ...options });
  const params = { id: "number", name: "string", at: "number" };
  broker.createService({
    name: "echo",
    actions: {
      sync: { params, handler: (ctx: { params: unknown }) => ctx.params },
      async: { params, handler: async (ctx: { params: unknown }) => ctx.params },
    },
  });
  await broker.start();
  return broker;
}
