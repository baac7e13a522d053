import type { ModuleModel } from "../../model.ts";
import { DocumentNames } from "./document-names.ts";
import { withSummary } from "./gate-channels.ts";
import type { DocumentParts, Part } from "./gate-channels.ts";
import { sentSchema } from "./sent-schema.ts";

const AMQP_VERSION = "0.3.0";

/** What modules say to each other is framed: many calls in a message, bytes behind them. */
const FRAME_TYPE = "application/vnd.mqant.v1+json";

/**
 * Adds the handlers of a module that only modules may call: the queue of its instances, and the one that
 * replies go to. What is in the frames is described, not the frames.
 */
export function addInternal(parts: DocumentParts, module: ModuleModel): void {
  const handlers = module.handlers.filter(({ exposure }) => exposure === "internal");
  if (handlers.length === 0) return;
  const { schemas, names, channels, operations } = parts;
  const calls = names.claim(`${module.type}.calls`);
  const replies = names.claim(`${module.type}.replies`);
  const messageNames = new DocumentNames();
  const callMessages: Part = {};
  const replyMessages: Part = {};
  for (const handler of handlers) {
    const title = `${module.type}.${handler.name}`;
    const message = messageNames.claim(handler.name);
    callMessages[message] = {
      name: `${title} call`,
      ...withSummary(handler),
      contentType: FRAME_TYPE,
      payload: sentSchema(handler, schemas),
    };
    replyMessages[message] = {
      name: `${title} reply`,
      contentType: FRAME_TYPE,
      payload: schemas.open.of(handler.result),
    };
    operations[names.claim(title)] = {
      action: "receive",
      title,
      channel: { $ref: `#/channels/${calls}` },
      ...withSummary(handler),
      tags: [{ name: module.type }, { name: "internal" }],
      messages: [{ $ref: `#/channels/${calls}/messages/${message}` }],
      reply: {
        channel: { $ref: `#/channels/${replies}` },
        messages: [{ $ref: `#/channels/${replies}/messages/${message}` }],
      },
    };
  }
  channels[calls] = {
    address: "mqant.{instanceId}",
    title: `Calls to ${module.type} by other modules`,
    description:
      "The queue of one instance, which is there while the instance runs. A message holds up to 256 calls " +
      "in mqant's own frame; described here are the arguments of one call, as their JSON.",
    parameters: {
      instanceId: { description: `The Id of a ${module.type} in the configuration.` },
    },
    messages: callMessages,
    bindings: queue({ durable: true, exclusive: false, autoDelete: true }),
  };
  channels[replies] = {
    address: null,
    title: `Replies of ${module.type} to other modules`,
    description:
      "The queue of the process that asked, named by the broker. Described are the results of calls.",
    messages: replyMessages,
    bindings: queue({ durable: false, exclusive: true, autoDelete: true }),
  };
}

function queue(settings: Part): Part {
  return { amqp: { is: "queue", queue: settings, bindingVersion: AMQP_VERSION } };
}
