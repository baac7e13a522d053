import "reflect-metadata";
import { Logger } from "@nestjs/common";
import { ClientRMQ, ServerRMQ } from "@nestjs/microservices";
import { lastValueFrom } from "rxjs";
import type { Body, Contestant } from "../rpc/contestant.ts";

/**
 * NestJS over RabbitMQ: its transport alone, which is less work than an application with controllers, pipes
 * and interceptors does. No acknowledgements, no limit to what is delivered, direct reply-to: all as shipped.
 */
export const contestant: Contestant = {
  serve: (uri) => {
    Logger.overrideLogger(false);
    const server = new ServerRMQ(options(uri));
    server.addHandler("echo", async (body: Body) => body);
    return new Promise((resolve, reject) => {
      void server.listen((error) => {
        if (error === undefined) resolve();
        else reject(error as Error); // amqplib throws nothing else
      });
    });
  },
  connect: async (uri) => {
    Logger.overrideLogger(false);
    const client = new ClientRMQ(options(uri));
    await client.connect();
    return { call: (body) => lastValueFrom(client.send<Body>("echo", body)) };
  },
};

function options(uri: string) {
  return {
    urls: [uri],
    queue: "bench-nestjs",
    // Not exclusive: both sides declare it.
    queueOptions: { durable: true, autoDelete: true },
    noAck: true,
    prefetchCount: 0, // no limit
    socketOptions: { connectionOptions: { noDelay: true } },
  };
}
