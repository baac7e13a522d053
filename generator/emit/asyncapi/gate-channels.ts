import type { ExampleModel, HandlerModel, ModuleModel, PushModel } from "../../model.ts";
import type { DocumentNames } from "./document-names.ts";
import type { SchemaSet } from "./schema-set.ts";
import { sentSchema } from "./sent-schema.ts";

/** A part of a document: plain data. */
export type Part = Record<string, unknown>;

/** What all channels of a document are made with. */
export interface DocumentParts {
  readonly schemas: SchemaSet;
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
        payload: sentSchema(handler, schemas),
        ...withExamples(handler.examples ?? [], ({ sent }) => sent),
      },
      reply: {
        name: `${topic} reply`,
        summary: "The result.",
        payload: {
          type: "object",
          required: ["Error", "Result"],
          properties: { Error: { const: "" }, Result: schemas.open.of(handler.result) },
        },
        ...withExamples(
          handler.examples ?? [],
          ({ reply }) => reply && `{"Error":"","Result":${reply}}`,
        ),
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
    bindings: { mqtt: { retain: false, bindingVersion: MQTT_VERSION } },
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
      push: { name: topic, payload: schemas.open.of(body) },
    },
  };
  operations[key] = {
    action: "send",
    title: topic,
    channel: { $ref: `#/channels/${key}` },
    summary: "Pushed to clients, which need not subscribe.",
    bindings: { mqtt: { retain: false, bindingVersion: MQTT_VERSION } },
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

/** Examples of a message; what is no JSON is told elsewhere. */
function withExamples(
  examples: readonly ExampleModel[],
  json: (example: ExampleModel) => string | undefined,
): Part {
  const all = examples.flatMap((example) => {
    const payload = parsed(json(example));
    const summary = example.doc.join(" ");
    return payload === undefined ? [] : [{ ...(summary === "" ? {} : { summary }), payload }];
  });
  return all.length === 0 ? {} : { examples: all };
}

function parsed(json: string | undefined): unknown {
  try {
    return json === undefined ? undefined : JSON.parse(json);
  } catch {
    return undefined;
  }
}

/** An address has no way to escape what it takes for parameters, queries and fragments. */
function isPlain(topic: string): boolean {
  return !/[{}?#]/.test(topic);
}

function addressed(topic: string, suffix: string): Part {
  if (isPlain(topic)) return { address: topic + suffix };
  return { address: null, description: `The topic is ${JSON.stringify(topic + suffix)}.` };
}
