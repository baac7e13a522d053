import type { HandlerModel, ModuleModel, PushModel } from "../../model.ts";
import { parameterList } from "../parameter-list.ts";
import type { DocumentNames } from "./document-names.ts";
import type { JsonSchema, JsonSchemas } from "./json-schema.ts";

/** A part of a document: plain data. */
export type Part = Record<string, unknown>;

/** What all channels of a document are made with. */
export interface DocumentParts {
  readonly schemas: JsonSchemas;
  /** Names of channels, which their operations share. */
  readonly names: DocumentNames;
  readonly channels: Part;
  readonly operations: Part;
}

const MQTT_VERSION = "0.2.0";

/** Adds a request of clients and its reply: both travel on one topic. */
export function addRequest(
  { schemas, names, channels, operations }: DocumentParts,
  module: ModuleModel,
  handler: HandlerModel,
): void {
  const key = names.claim(`${module.type}.${handler.name}`);
  const channel = `#/channels/${key}`;
  const topic = `${module.type}/${handler.name}`;
  channels[key] = {
    ...addressed(topic, "/{msgId}"),
    title: `${topic} and its reply`,
    messages: {
      request: {
        name: `${topic} request`,
        ...withSummary(handler),
        payload: requestSchema(handler, schemas),
      },
      reply: {
        name: `${topic} reply`,
        summary: "The result.",
        payload: {
          type: "object",
          required: ["Error", "Result"],
          properties: { Error: { const: "" }, Result: schemas.of(handler.result) },
        },
      },
      failure: { $ref: "#/components/messages/Failure" },
    },
    ...(isPlain(topic)
      ? {
          parameters: {
            msgId: {
              description:
                "Chosen by the client for each request; the reply carries the same topic. Without it, " +
                `on ${topic}, there is no reply. ${module.type}@<instance> in place of ` +
                `${module.type} asks one instance.`,
            },
          },
        }
      : {}),
  };
  operations[key] = {
    action: "receive",
    title: topic,
    channel: { $ref: channel },
    ...withSummary(handler),
    tags: [{ name: module.type }],
    bindings: { mqtt: { qos: 0, retain: false, bindingVersion: MQTT_VERSION } },
    messages: [{ $ref: `${channel}/messages/request` }],
    reply: {
      channel: { $ref: channel },
      messages: [{ $ref: `${channel}/messages/reply` }, { $ref: `${channel}/messages/failure` }],
    },
  };
}

/** Adds what servers push to clients on one topic. */
export function addPush(
  { schemas, names, channels, operations }: DocumentParts,
  { topic, body }: PushModel,
): void {
  const key = names.claim(topic.replaceAll("/", "."));
  channels[key] = {
    ...addressed(topic, ""),
    title: `${topic}, pushed`,
    messages: {
      push: { name: topic, payload: schemas.of(body) },
    },
  };
  operations[key] = {
    action: "send",
    title: topic,
    channel: { $ref: `#/channels/${key}` },
    summary: "Pushed to clients, which need not subscribe.",
    bindings: { mqtt: { qos: 0, retain: false, bindingVersion: MQTT_VERSION } },
    messages: [{ $ref: `#/channels/${key}/messages/push` }],
  };
}

/** The message of every request that failed. */
export function failureMessage(codes: readonly string[]): Part {
  return {
    name: "failure",
    summary: "The request failed.",
    payload: {
      type: "object",
      required: ["Error", "Code", "Result"],
      properties: {
        Error: { type: "string", minLength: 1, description: "What happened, for people." },
        Code: { enum: codes, description: "What happened, for programs." },
        Result: { type: "null" },
      },
    },
  };
}

/** Documentation of a handler as the texts of its operation or message. */
export function withSummary({ doc, deprecated, presence }: HandlerModel): Part {
  const end = doc.indexOf("");
  const summary = doc.slice(0, end === -1 ? doc.length : end).join(" ");
  const notes = [
    end === -1 ? "" : doc.join("\n"),
    deprecated === undefined ? "" : `Deprecated. ${deprecated}`.trim(),
    presence === "conditional" ? "Not registered under all conditions." : "",
  ].filter((note) => note !== "");
  return {
    ...(summary === "" ? {} : { summary }),
    ...(notes.length === 0 ? {} : { description: notes.join("\n\n") }),
  };
}

/** A client sends one body; what the handler may go without may be null. */
function requestSchema(handler: HandlerModel, schemas: JsonSchemas): JsonSchema {
  // The session is the gate's to give.
  const [body] = parameterList({ ...handler, session: false });
  if (body === undefined || body.type === "session") return {};
  const schema = schemas.of(body.type, body.constraints);
  return body.omittable ? { anyOf: [schema, { type: "null" }] } : schema;
}

/** An address has no way to escape what it takes for parameters, queries and fragments. */
function isPlain(topic: string): boolean {
  return !/[{}?#]/.test(topic);
}

function addressed(topic: string, suffix: string): Part {
  if (isPlain(topic)) return { address: topic + suffix };
  return { address: null, description: `The topic is ${JSON.stringify(topic + suffix)}.` };
}
